#include "sequence-product.h"
#include "sequence.h"

void load_inputs(const struct sequence_args *args, ix row, ix rows, ix s, ix steps, float *to) {
  ix T = args->time, D = args->features;
  const unsigned char *mask = args->mask ? (const unsigned char *)floats(args->mask) + row * T : 0;
  for (ix r = 0; r < rows; r++)
    for (ix q = 0; q < steps; q++) {
      ix t = time_of(args, s + q);
      float *input = to + (q * rows + r) * D;
      /* NaN in a skipped step would come back through the gradient of the kernel, as 0 · NaN. */
      if (mask && !mask[r * T + t]) set_zero(input, D);
      else copy(floats(args->x) + ((row + r) * T + t) * D, input, D);
    }
}

ix load_mask(const struct sequence_args *args, ix row, ix rows, ix s, unsigned char *live) {
  const unsigned char *mask = (const unsigned char *)floats(args->mask) + row * args->time + time_of(args, s);
  ix count = 0;
  for (ix r = 0; r < rows; r++) {
    live[r] = mask[r * args->time] != 0;
    count += live[r];
  }
  return count;
}

void load_units(const float *from, ix rows, struct sizes z, float *to) {
  set_zero(to, rows * z.P);
  if (!from) return;
  for (ix r = 0; r < rows; r++) copy(from + r * z.U, to + r * z.P, z.U);
}

void store_units(const float *from, ix rows, struct sizes z, float *to) {
  for (ix r = 0; r < rows; r++) copy(from + r * z.P, to + r * z.U, z.U);
}

static void multiply(const float *a, const float *b, ix n, float *out) {
  for (ix i = 0; i < n; i += VL) v_store(out + i, v_mul(v_load(a + i), v_load(b + i)));
}

/* The rows that the mask skips keep their state. */
static void carry_masked(const struct step *step, const unsigned char *live) {
  ix P = step->z.P;
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

static void forward_block(const struct sequence_args *args, struct sizes z, float *scratch, ix row, ix rows) {
  ix plane = rows * z.P;
  unsigned char live[BLOCK];
  float *inputs = scratch, *masked = inputs + GROUP * rows * z.D, *recurrent_mask = masked + plane;
  struct step step = {.args = args, .z = z, .w = weights_of(args, 0), .rows = rows, .spare = recurrent_mask + plane};
  /* Without `keep`, two states take turns and every step writes the same gates. */
  struct cache k = {step.spare + plane, step.spare + 3 * plane, step.spare + 5 * plane};
  if (args->keep) k = cache_of(args, z, row, rows);
  int has_c = args->cell == LSTM;

  load_units(floats(args->h0) ? floats(args->h0) + row * z.U : 0, rows, z, k.h);
  if (has_c) load_units(floats(args->c0) ? floats(args->c0) + row * z.U : 0, rows, z, k.c);
  if (args->recurrent_mask) load_units(floats(args->recurrent_mask) + row * z.U, rows, z, recurrent_mask);

  for (ix s = 0; s < z.T; s++) {
    ix now = args->keep ? s : s & 1, next = args->keep ? s + 1 : 1 - now;
    if (s % GROUP == 0) load_inputs(args, row, rows, s, least(GROUP, z.T - s), inputs);
    step.x = inputs + s % GROUP * rows * z.D;
    step.h = step.h_in = k.h + now * plane, step.h_next = k.h + next * plane;
    if (has_c) step.c = k.c + now * plane, step.c_next = k.c + next * plane;
    step.gates = k.gates + (args->keep ? s * rows * z.N : 0);
    ix taking = args->mask ? load_mask(args, row, rows, s, live) : rows;
    if (taking > 0) {
      if (args->recurrent_mask) {
        multiply(step.h, recurrent_mask, plane, masked);
        step.h_in = masked;
      }
      run_step(&step);
    } else if (args->keep && args->cell != SIMPLE_RNN) {
      set_zero(step.gates, rows * z.N); /* the backward pass multiplies them by zero */
    }
    if (taking < rows) carry_masked(&step, live);
    if (args->h)
      for (ix r = 0; r < rows; r++)
        copy(step.h_next + r * z.P, floats(args->h) + ((row + r) * z.T + time_of(args, s)) * z.U, z.U);
  }
  ix last = args->keep ? z.T : z.T & 1;
  store_units(k.h + last * plane, rows, z, floats(args->h_last) + row * z.U);
  if (has_c) store_units(k.c + last * plane, rows, z, floats(args->c_last) + row * z.U);
}

void sequence_forward(const struct sequence_args *args, ix chunk) {
  struct range rows = piece(chunk, args->rows_per_chunk, args->batch);
  float *scratch = floats(args->scratch) + chunk * args->chunk_floats;
  for (ix row = rows.from; row < rows.to; row += BLOCK)
    forward_block(args, sizes_of(args), scratch, row, least(BLOCK, rows.to - row));
}
