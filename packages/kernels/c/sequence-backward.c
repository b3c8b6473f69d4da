#include "sequence-product.h"
#include "sequence.h"

void add_state_signal(const struct back *b, const float *signal) {
  for (ix q = 0; q < b->rows * b->z.P; q += VL) {
    vf d = v_load(signal + q);
    if (b->recurrent_mask) d = v_mul(d, v_load(b->recurrent_mask + q));
    v_store(b->dh + q, v_add(v_load(b->dh + q), d));
  }
}

void signal_to_state(const struct back *b) {
  struct sizes z = b->z;
  const float *dg = b->dg + z.h_from;
  if (!b->recurrent_mask) {
    product(FROM_C, 0, dg, z.N, b->w.h, z.h_columns, b->dh, z.P, b->rows, z.P);
    return;
  }
  product(FROM_ZERO, 0, dg, z.N, b->w.h, z.h_columns, b->spare, z.P, b->rows, z.P);
  add_state_signal(b, b->spare);
}

/* Drops what is too small to matter, before it decays into denormals. Returns whether anything is left. */
static int flush_signal(float *signal, ix n) {
  vf left = v_splat(0);
  for (ix i = 0; i < n; i += VL) {
    vf d = v_flush(v_load(signal + i));
    left = v_or(left, d);
    v_store(signal + i, d);
  }
  return v_any(left);
}

/* The sums over rows and steps that make up the weight gradients, one set per chunk. */
struct partial {
  float *kernel;          /* [D, x_columns] */
  float *recurrent;       /* [U, gates · P] in Keras' order */
  float *bias;            /* [x_columns] */
  float *recurrent_bias;  /* [h_columns] */
};

static struct partial partial_of(const struct sequence_args *args, struct sizes z, ix chunk) {
  ix columns = z.gates * z.P;
  struct partial p;
  p.kernel = floats(args->partials) + chunk * (z.D + z.U + 2) * columns;
  p.recurrent = p.kernel + z.D * columns;
  p.bias = p.recurrent + z.U * columns;
  p.recurrent_bias = p.bias + columns;
  return p;
}

/* Scratch of one block. */
struct room {
  float *inputs; /* [GROUP, rows, D] */
  float *dg;     /* [GROUP, rows, N] */
  float *h_in;   /* [GROUP, rows, P], the states as they enter products: h∘recurrentMask, and in a GRU r∘ that */
  float *panel;  /* [GROUP · rows, NR] */
  float *dh, *dc, *spare, *recurrent_mask, *masked;
};

/* Weight and input gradients of steps [s, s + steps), whose dg starts at `dg`. */
static void accumulate(const struct sequence_args *args, struct sizes z, const struct room *room, struct weights w,
                       struct partial p, struct cache k, const float *dg, ix row, ix rows, ix s, ix steps) {
  ix K = steps * rows, plane = rows * z.P, columns = z.gates * z.P;
  if (K == 0) return;
  const float *h = k.h + s * plane;
  if (args->recurrent_mask) {
    for (ix q = 0; q < K * z.P; q += VL)
      v_store(room->h_in + q, v_mul(v_load(h + q), v_load(room->recurrent_mask + q % plane)));
    h = room->h_in;
  }
  load_inputs(args, row, rows, s, steps, room->inputs);
  struct left x_and_h[] = {{room->inputs, z.D, z.D, p.kernel}, {h, z.P, z.U, p.recurrent}};
  if (z.x_columns == z.h_columns && z.h_from == 0) { /* both take every column: SimpleRNN, LSTM */
    product_tn_add(x_and_h, 2, columns, dg, z.N, p.bias, z.N, K, room->panel);
  } else {
    product_tn_add(x_and_h, 1, columns, dg, z.N, p.bias, z.x_columns, K, room->panel);
    product_tn_add(x_and_h + 1, 1, columns, dg + z.h_from, z.N, p.recurrent_bias, z.h_columns, K, room->panel);
  }
  if (args->cell == GRU) {
    const float *r = k.gates + s * rows * z.N + 2 * z.P;
    for (ix i = 0; i < K; i++)
      for (ix j = 0; j < z.P; j += VL)
        v_store(room->h_in + i * z.P + j, v_mul(v_load(h + i * z.P + j), v_load(r + i * z.N + j)));
    struct left reset = {room->h_in, z.P, z.U, p.recurrent + 2 * z.P};
    product_tn_add(&reset, 1, columns, dg, z.N, 0, z.P, K, room->panel);
  }

  if (!args->dx) return;
  for (ix q = 0; q < steps; q++)
    product(FROM_ZERO, 0, dg + q * rows * z.N, z.N, w.x, z.x_columns,
            floats(args->dx) + (row * z.T + time_of(args, s + q)) * z.D, z.T * z.D, rows, z.D);
}

static void run_back(const struct back *back) {
  switch (back->args->cell) {
    case SIMPLE_RNN: simple_rnn_back(back); break;
    case LSTM: lstm_back(back); break;
    default: gru_back(back);
  }
}

static void backward_block(const struct sequence_args *args, struct sizes z, float *scratch, struct partial p, ix row,
                           ix rows) {
  ix plane = rows * z.P, step_floats = rows * z.N;
  unsigned char live[BLOCK];
  struct room room = {.inputs = scratch};
  room.dg = room.inputs + GROUP * rows * z.D;
  room.h_in = room.dg + GROUP * step_floats;
  room.panel = room.h_in + GROUP * plane;
  room.dh = room.panel + GROUP * rows * 2 * VL;
  room.dc = room.dh + plane;
  room.spare = room.dc + plane;
  room.recurrent_mask = room.spare + plane;
  room.masked = room.recurrent_mask + plane;
  struct cache k = cache_of(args, z, row, rows);
  struct back back = {.args = args, .z = z, .w = weights_of(args, 1), .rows = rows, .dh = room.dh, .dc = room.dc,
                      .spare = room.spare};
  load_units(floats(args->dh_last) ? floats(args->dh_last) + row * z.U : 0, rows, z, room.dh);
  load_units(floats(args->dc_last) ? floats(args->dc_last) + row * z.U : 0, rows, z, room.dc);
  if (args->recurrent_mask) {
    load_units(floats(args->recurrent_mask) + row * z.U, rows, z, room.recurrent_mask);
    back.recurrent_mask = room.recurrent_mask;
  }

  ix s = z.T;
  int signal = 1;
  while (s > 0 && signal) {
    ix end = s, start = s > GROUP ? s - GROUP : 0;
    while (s > start) {
      if (args->dh)
        for (ix r = 0; r < rows; r++)
          add_to(floats(args->dh) + ((row + r) * z.T + time_of(args, s - 1)) * z.U, room.dh + r * z.P, z.U);
      signal = flush_signal(room.dh, 2 * plane) || args->dh;
      if (!signal) break;
      s--;
      back.dg = room.dg + (s - start) * step_floats;
      ix taking = args->mask ? load_mask(args, row, rows, s, live) : rows;
      if (taking == 0) {
        set_zero(back.dg, step_floats);
        continue;
      }
      back.live = taking < rows ? live : 0;
      back.gates = k.gates + s * step_floats;
      back.h = back.h_in = k.h + s * plane, back.h_next = back.h + plane;
      if (k.c) back.c = k.c + s * plane, back.c_next = back.c + plane;
      if (args->recurrent_mask && args->cell == GRU) {
        for (ix q = 0; q < plane; q += VL)
          v_store(room.masked + q, v_mul(v_load(back.h + q), v_load(room.recurrent_mask + q)));
        back.h_in = room.masked;
      }
      run_back(&back);
    }
    accumulate(args, z, &room, back.w, p, k, room.dg + (s - start) * step_floats, row, rows, s, end - s);
  }
  /* Nothing reaches the steps before s. */
  if (args->dx)
    for (ix q = 0; q < s; q++)
      for (ix r = 0; r < rows; r++) set_zero(floats(args->dx) + ((row + r) * z.T + time_of(args, q)) * z.D, z.D);
  if (args->dh0) store_units(room.dh, rows, z, floats(args->dh0) + row * z.U);
  if (args->dc0) store_units(room.dc, rows, z, floats(args->dc0) + row * z.U);
}

void sequence_backward(const struct sequence_args *args, ix chunk) {
  struct sizes z = sizes_of(args);
  struct partial p = partial_of(args, z, chunk);
  set_zero(p.kernel, (z.D + z.U + 2) * z.gates * z.P);
  struct range rows = piece(chunk, args->rows_per_chunk, args->batch);
  float *scratch = floats(args->scratch) + chunk * args->chunk_floats;
  for (ix row = rows.from; row < rows.to; row += BLOCK)
    backward_block(args, z, scratch, p, row, least(BLOCK, rows.to - row));
}

/* The weight gradients of all chunks, added in order; piece by piece REDUCE_ROWS of the rows D of dkernel, U of
 * drecurrent_kernel, dbias, drecurrent_bias. */
void sequence_reduce(const struct sequence_args *args, ix index) {
  struct sizes z = sizes_of(args);
  ix columns = z.gates * z.P, set = (z.D + z.U + 2) * columns;
  struct range rows = piece(index, REDUCE_ROWS, z.D + z.U + 2);
  for (ix row = rows.from; row < rows.to; row++) {
    ix q = row;
    float *to = floats(args->dkernel);
    ix rotation = z.rotation;
    if (q >= z.D) q -= z.D, to = floats(args->drecurrent_kernel), rotation = 0;
    if (row == z.D + z.U) q = 0, to = floats(args->dbias), rotation = z.rotation;
    if (row == z.D + z.U + 1) q = 0, to = floats(args->drecurrent_bias), rotation = 0;
    if (!to) continue;
    to += q * z.gates * z.U;
    const float *from = floats(args->partials) + row * columns;
    for (ix g = 0; g < z.gates; g++) {
      float *gate = to + (g + rotation) % z.gates * z.U;
      copy(from + g * z.P, gate, z.U);
      for (ix chunk = 1; chunk < args->chunks; chunk++) add_to(from + chunk * set + g * z.P, gate, z.U);
    }
  }
}
