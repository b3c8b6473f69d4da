/* Recurrent layers over whole sequences: SimpleRNN, GRU and LSTM, forward and backward.
 *
 * The batch is cut into chunks of `rows_per_chunk` rows and a chunk into blocks of at most BLOCK rows. A block runs
 * through all its time steps before the next block starts, so that its state, one step of its gates and the packed
 * weights stay in the caches. Steps s = 0 … T−1 are in the order of processing: step s reads input time T−1−s when the
 * sequence is taken backwards.
 *
 * Units are padded to P, a multiple of VL, so that no loop over units has a tail; padded units have zero weights. The
 * values of a step are planes [rows, P] side by side, N = planes · P columns:
 *
 *   cell              planes     x·kernel feeds   h·recurrentKernel feeds
 *   SIMPLE_RNN        a          a                a
 *   GRU               n z r      n z r            z r, and n through r∘h
 *   GRU_RESET_AFTER   n z r m    n z r            z r m      m = h·Uₙ + recurrent biasₙ, n = act(x·Wₙ + biasₙ + r∘m)
 *   LSTM              i f g o    i f g o          i f g o
 *
 * n stands first so that the planes each product feeds are neighbours. Weights come in Keras' order z r n, i f g o.
 */
#pragma once
#include "kernel.h"
#include "sequence-product.h"

SHARED enum stage { PACK, FORWARD, PACK_TRANSPOSED, BACKWARD, REDUCE };
SHARED enum cell { SIMPLE_RNN, GRU, GRU_RESET_AFTER, LSTM };

SHARED enum {
  BLOCK = 16,       /* rows that go through time together */
  GROUP = 8,        /* steps whose inputs are fetched, and whose weight gradients are summed, in one go */
  REDUCE_ROWS = 32, /* weight rows in one piece of REDUCE */
};

struct sequence_args {
  int stage, cell, activation, recurrent_activation, backwards, keep;
  int batch, time, features, units, rows_per_chunk, chunks, chunk_floats;
  at x, kernel, recurrent_kernel, bias, recurrent_bias, h0, c0;
  at mask, recurrent_mask; /* mask: bytes */
  at h, h_last, c_last;
  at dh, dh_last, dc_last;
  at dx, dkernel, drecurrent_kernel, dbias, drecurrent_bias, dh0, dc0;
  at cache, packed, scratch, partials;
};

/* Sizes that follow from the arguments. */
struct dims {
  ix T, D, U, P, N;
  ix gates;             /* G of the weights [·, G·U] */
  ix rotation;          /* column plane p that x feeds holds the weights' gate (p + rotation) mod G */
  ix x_columns;         /* columns that x feeds, from the first */
  ix h_from, h_columns; /* columns that h feeds */
};

INLINE struct dims dims_of(const struct sequence_args *args) {
  ix P = ((ix)args->units + VL - 1) / VL * VL;
  struct dims d = {.T = args->time, .D = args->features, .U = args->units, .P = P};
  switch (args->cell) {
    case SIMPLE_RNN: d.gates = 1, d.N = d.x_columns = d.h_columns = P; break;
    case GRU: d.gates = 3, d.rotation = 2, d.N = d.x_columns = 3 * P, d.h_from = P, d.h_columns = 2 * P; break;
    case GRU_RESET_AFTER:
      d.gates = 3, d.rotation = 2, d.N = 4 * P, d.x_columns = 3 * P, d.h_from = P, d.h_columns = 3 * P;
      break;
    case LSTM: d.gates = 4, d.N = d.x_columns = d.h_columns = 4 * P; break;
  }
  return d;
}

/* The right-hand sides of the products: [D, ·] and [U, ·] forward, their transposes backward. */
struct weights {
  float *bias;       /* [N], forward only */
  struct packed x;   /* every column x feeds; in a GRU's forward pass z r only */
  struct packed x_n; /* n, in a GRU's forward pass */
  struct packed h;   /* the columns h feeds; z r in a GRU's forward pass and in a GRU that resets before */
  struct packed h_n; /* n or m, in a GRU where h does not hold them */
};

/* One time step of a block, forward. */
struct step {
  const struct sequence_args *args;
  struct dims dims;
  struct weights weights;
  ix rows;
  const float *x;     /* [rows, D] */
  const float *h, *c; /* [rows, P], the state before */
  const float *h_in;  /* h as it enters the product: h, or h∘recurrentMask */
  float *gates;       /* [rows, N] */
  float *h_next, *c_next;
  float *spare; /* [rows, P] */
};

void simple_rnn_step(const struct step *step);
void gru_step(const struct step *step);
void lstm_step(const struct step *step);

/* One time step of a block, backward. */
struct back {
  const struct sequence_args *args;
  struct dims dims;
  struct weights weights;
  ix rows;
  const float *gates, *h, *c, *h_in; /* as in the forward step */
  const float *h_next, *c_next;
  const unsigned char *live;   /* [rows]: zero where the mask skips the step, or null */
  const float *recurrent_mask; /* [rows, P] or null */
  float *dh, *dc;              /* in: d loss / d state after the step; out: before it */
  float *dg;                   /* out: d loss / d (what the activations were applied to), [rows, N] */
  float *spare;                /* [rows, P] */
};

/* dh += recurrentMask∘signal */
void add_state_signal(const struct back *back, const float *signal);
/* dh += recurrentMask∘(dg · recurrentKernelᵀ) over the columns that h feeds. */
void signal_to_state(const struct back *back);

void simple_rnn_back(const struct back *back);
void gru_back(const struct back *back);
void lstm_back(const struct back *back);

void sequence_pack(const struct sequence_args *args, int transposed);
void sequence_forward(const struct sequence_args *args, ix chunk);
void sequence_backward(const struct sequence_args *args, ix chunk);
void sequence_reduce(const struct sequence_args *args, ix piece);

/* Where the packed weights lie; the scratch of the packing itself follows them. */
struct weights weights_of(const struct sequence_args *args, int transposed);

/* One block's part of what forward leaves for backward: (T+1) states h, in an LSTM (T+1) states c, T steps of gates. */
struct cache {
  float *h, *c, *gates;
};

INLINE struct cache cache_of(const struct sequence_args *args, struct dims dims, ix row, ix rows) {
  ix states = (args->cell == LSTM ? 2 : 1) * (dims.T + 1) * dims.P;
  ix gates = args->cell == SIMPLE_RNN ? 0 : dims.T * dims.N;
  struct cache cache;
  cache.h = floats(args->cache) + row * (states + gates);
  cache.c = args->cell == LSTM ? cache.h + (dims.T + 1) * rows * dims.P : 0;
  cache.gates = cache.h + states * rows;
  return cache;
}

/* Input time of step s. */
INLINE ix time_of(const struct sequence_args *args, ix s) { return args->backwards ? args->time - 1 - s : s; }

/* Copies the inputs of steps [s, s + steps) to to[steps, rows, D]. Each row of x is read once and in order, because rows
 * that lie a power of two apart map to the same cache set. */
void load_inputs(const struct sequence_args *args, ix row, ix rows, ix s, ix steps, float *to);

/* live[r] = whether row r takes step s. Returns how many do. */
ix load_mask(const struct sequence_args *args, ix row, ix rows, ix s, unsigned char *live);

/* to[rows, P] = from[rows, U], the padding zero; null gives zeros. */
void load_units(const float *from, ix rows, struct dims dims, float *to);
/* Zeroes the padded units in `planes` planes side by side. The products put NaN there where an operand is infinite, and
 * the products of the way back would carry it into the units that there are. */
void clear_padding(struct dims dims, ix rows, ix planes, struct output of);
/* to[rows, U] = from[rows, P] */
void store_units(const float *from, ix rows, struct dims dims, float *to);
