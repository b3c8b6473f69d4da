#include "sequence.h"

void load_inputs(const struct sequence_args *args, ix row, ix rows, ix s, ix steps, float *to) {
  ix T = args->time, D = args->features;
  const unsigned char *mask = args->mask ? bytes(args->mask) + row * T : 0;
  for (ix r = 0; r < rows; r++)
    for (ix q = 0; q < steps; q++) {
      ix t = time_of(args, s + q);
      float *input = to + (q * rows + r) * D;
      /* The gradient of the kernel multiplies the inputs of skipped steps by 0: a NaN there would make it NaN. */
      if (mask && !mask[r * T + t]) set_zero(input, D);
      else copy(floats(args->x) + ((row + r) * T + t) * D, input, D);
    }
}

ix load_mask(const struct sequence_args *args, ix row, ix rows, ix s, unsigned char *live) {
  const unsigned char *mask = bytes(args->mask) + row * args->time + time_of(args, s);
  ix count = 0;
  for (ix r = 0; r < rows; r++) {
    live[r] = mask[r * args->time] != 0;
    count += live[r];
  }
  return count;
}

void load_units(const float *from, ix rows, struct dims dims, float *to) {
  set_zero(to, rows * dims.P);
  if (!from) return;
  for (ix r = 0; r < rows; r++) copy(from + r * dims.U, to + r * dims.P, dims.U);
}

void clear_padding(struct dims dims, ix rows, ix planes, struct output of) {
  ix padding = dims.P - dims.U;
  if (padding == 0) return;
  for (ix r = 0; r < rows; r++)
    for (ix p = 0; p < planes; p++) v_store_n(of.rows + r * of.stride + p * dims.P + dims.U, v_splat(0), padding);
}

void store_units(const float *from, ix rows, struct dims dims, float *to) {
  for (ix r = 0; r < rows; r++) copy(from + r * dims.P, to + r * dims.U, dims.U);
}

static void multiply(const float *a, const float *b, ix n, float *out) {
  for (ix i = 0; i < n; i += VL) v_store(out + i, v_mul(v_load(a + i), v_load(b + i)));
}

/* The rows that the mask skips keep their state. */
static void carry_masked(const struct step *step, const unsigned char *live) {
  ix P = step->dims.P;
  for (ix r = 0; r < step->rows; r++) {
    if (live[r]) continue;
    copy(step->h + r * P, step->h_next + r * P, P);
    if (step->c) copy(step->c + r * P, step->c_next + r * P, P);
  }
}

static void run_step(const struct step *step) {
  switch (step->args->cell) {
    case SIMPLE_RNN: simple_rnn_step(step); break;
    case LSTM: lstm_step(step); break;
    default: gru_step(step);
  }
}

static void forward_block(const struct sequence_args *args, struct dims dims, float *scratch, ix row, ix rows) {
  ix plane = rows * dims.P;
  unsigned char live[BLOCK];
  float *inputs = scratch, *masked = inputs + GROUP * rows * dims.D, *recurrent_mask = masked + plane;
  struct step step = {.args = args, .dims = dims, .weights = weights_of(args, 0), .rows = rows};
  step.spare = recurrent_mask + plane;
  /* Without `keep`, two states take turns and every step writes the same gates. */
  struct cache cache = {step.spare + plane, step.spare + 3 * plane, step.spare + 5 * plane};
  if (args->keep) cache = cache_of(args, dims, row, rows);
  int has_c = args->cell == LSTM;

  load_units(floats(args->h0) ? floats(args->h0) + row * dims.U : 0, rows, dims, cache.h);
  if (has_c) load_units(floats(args->c0) ? floats(args->c0) + row * dims.U : 0, rows, dims, cache.c);
  if (args->recurrent_mask) load_units(floats(args->recurrent_mask) + row * dims.U, rows, dims, recurrent_mask);

  for (ix s = 0; s < dims.T; s++) {
    ix now = args->keep ? s : s & 1, next = args->keep ? s + 1 : 1 - now;
    if (s % GROUP == 0) load_inputs(args, row, rows, s, least(GROUP, dims.T - s), inputs);
    step.x = inputs + s % GROUP * rows * dims.D;
    step.h = step.h_in = cache.h + now * plane, step.h_next = cache.h + next * plane;
    if (has_c) step.c = cache.c + now * plane, step.c_next = cache.c + next * plane;
    step.gates = cache.gates + (args->keep ? s * rows * dims.N : 0);
    ix taking = args->mask ? load_mask(args, row, rows, s, live) : rows;
    if (taking > 0) {
      if (args->recurrent_mask) {
        multiply(step.h, recurrent_mask, plane, masked);
        step.h_in = masked;
      }
      run_step(&step);
    } else if (args->keep && args->cell != SIMPLE_RNN) {
      set_zero(step.gates, rows * dims.N); /* the backward pass multiplies them by zero */
    }
    if (taking < rows) carry_masked(&step, live);
    if (args->h)
      for (ix r = 0; r < rows; r++)
        copy(step.h_next + r * dims.P, floats(args->h) + ((row + r) * dims.T + time_of(args, s)) * dims.U, dims.U);
  }
  ix last = args->keep ? dims.T : dims.T & 1;
  store_units(cache.h + last * plane, rows, dims, floats(args->h_last) + row * dims.U);
  if (has_c) store_units(cache.c + last * plane, rows, dims, floats(args->c_last) + row * dims.U);
}

void sequence_forward(const struct sequence_args *args, ix chunk) {
  struct range rows = piece(chunk, args->rows_per_chunk, args->batch);
  float *scratch = floats(args->scratch) + chunk * args->chunk_floats;
  for (ix row = rows.from; row < rows.to; row += BLOCK)
    forward_block(args, dims_of(args), scratch, row, least(BLOCK, rows.to - row));
}
