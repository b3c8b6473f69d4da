/* GRU: z r = recurrentActivation(·), h' = z∘h + (1 − z)∘n. The reset gate r acts on h before the product with Uₙ, or on
 * the product: n = activation(x·Wₙ + b + (r∘h)·Uₙ), or n = activation(x·Wₙ + b + r∘(h·Uₙ + recurrent b)). */
#include "sequence-activation.h"
#include "sequence.h"

/* spare = r∘h */
static void reset_state(const struct step *step) {
  ix P = step->dims.P;
  const float *r = step->gates + 2 * P, *h = step->h_in;
  for (ix row = 0; row < step->rows; row++)
    for (ix j = 0; j < P; j += VL)
      v_store(step->spare + row * P + j, v_mul(v_load(r + row * 3 * P + j), v_load(h + row * P + j)));
}

/* n and h', given z r, and m where the reset comes after the product. */
INLINE void gates_to_state(const struct step *step, const int reset_after, const int known,
                           enum activation activation) {
  ix P = step->dims.P, rows = step->rows, N = step->dims.N;
  float *gates = step->gates, *h_next = step->h_next;
  const float *h = step->h;
  for (ix row = 0; row < rows; row++)
    for (ix j = 0; j < P; j += VL) {
      float *gate = gates + row * N + j;
      ix q = row * P + j;
      vf n = v_load(gate), z = v_load(gate + P);
      if (reset_after) n = v_madd(v_load(gate + 2 * P), v_load(gate + 3 * P), n);
      n = act(known, activation, n);
      v_store(gate, n);
      v_store(h_next + q, v_flush(v_madd(z, v_load(h + q), v_mul(v_sub(v_splat(1), z), n))));
    }
}

void gru_step(const struct step *step) {
  const struct weights *w = &step->weights;
  enum activation activation = step->args->activation, recurrent = step->args->recurrent_activation;
  int after = step->args->cell == GRU_RESET_AFTER;
  ix rows = step->rows, P = step->dims.P, N = step->dims.N;
  struct input x = {step->x, step->dims.D}, h = {step->h_in, P}, reset_h = {step->spare, P};
  struct output n = {step->gates, N}, zr = {step->gates + P, N}, m = {step->gates + 3 * P, N};
  affine2(rows, x, w->x, h, w->h, w->bias + P, zr);
  clear_padding(step->dims, rows, 2, zr);
  if (recurrent == SIGMOID) activate_rows(1, SIGMOID, zr.rows, N, rows, 2 * P);
  else activate_rows(0, recurrent, zr.rows, N, rows, 2 * P);
  if (after) {
    affine(rows, x, w->x_n, w->bias, n);
    affine(rows, h, w->h_n, w->bias + 3 * P, m);
    clear_padding(step->dims, rows, 1, m);
  } else {
    reset_state(step);
    affine2(rows, x, w->x_n, reset_h, w->h_n, w->bias, n);
  }
  clear_padding(step->dims, rows, 1, n);
  if (activation == TANH && after) gates_to_state(step, 1, 1, TANH);
  else if (activation == TANH) gates_to_state(step, 0, 1, TANH);
  else if (activation == RELU && after) gates_to_state(step, 1, 1, RELU);
  else gates_to_state(step, after, 0, activation);
}

/* dn dz, and, where the reset comes after the product, dr dm. The part of h' that comes from h directly, dh∘z, stays in
 * dh. */
INLINE void signal_to_gates(const struct back *back, const int reset_after, const int known,
                            enum activation activation, enum activation recurrent) {
  ix P = back->dims.P, N = back->dims.N;
  for (ix row = 0; row < back->rows; row++) {
    float *dg = back->dg + row * N;
    if (back->live && !back->live[row]) {
      set_zero(dg, N);
      continue;
    }
    for (ix j = 0; j < P; j += VL) {
      const float *gate = back->gates + row * N + j;
      ix q = row * P + j;
      vf n = v_load(gate), z = v_load(gate + P), dh = v_load(back->dh + q);
      vf dn = v_mul(v_mul(dh, v_sub(v_splat(1), z)), derivative(known, activation, n));
      vf dz = v_mul(v_mul(dh, v_sub(v_load(back->h + q), n)), derivative(known, recurrent, z));
      dn = v_flush(dn);
      v_store(dg + j, dn), v_store(dg + P + j, v_flush(dz));
      v_store(back->dh + q, v_mul(dh, z));
      if (reset_after) {
        vf r = v_load(gate + 2 * P);
        vf dr = v_mul(v_mul(dn, v_load(gate + 3 * P)), derivative(known, recurrent, r));
        v_store(dg + 2 * P + j, v_flush(dr)), v_store(dg + 3 * P + j, v_flush(v_mul(dn, r)));
      }
    }
  }
}

/* Given d(r∘h) in spare: dr, and r∘d(r∘h) in spare. */
INLINE void signal_to_reset(const struct back *back, const int known, enum activation recurrent) {
  ix P = back->dims.P;
  for (ix row = 0; row < back->rows; row++)
    for (ix j = 0; j < P; j += VL) {
      ix q = row * P + j;
      vf r = v_load(back->gates + row * 3 * P + 2 * P + j), d = v_load(back->spare + q);
      vf dr = v_mul(v_mul(d, v_load(back->h_in + q)), derivative(known, recurrent, r));
      v_store(back->dg + row * 3 * P + 2 * P + j, v_flush(dr));
      v_store(back->spare + q, v_mul(d, r));
    }
}

void gru_back(const struct back *back) {
  enum activation activation = back->args->activation, recurrent = back->args->recurrent_activation;
  if (back->args->cell == GRU_RESET_AFTER) {
    if (recurrent == SIGMOID && activation == TANH) signal_to_gates(back, 1, 1, TANH, SIGMOID);
    else if (recurrent == SIGMOID && activation == RELU) signal_to_gates(back, 1, 1, RELU, SIGMOID);
    else signal_to_gates(back, 1, 0, activation, recurrent);
    signal_to_state(back);
    return;
  }
  if (recurrent == SIGMOID && activation == TANH) signal_to_gates(back, 0, 1, TANH, SIGMOID);
  else signal_to_gates(back, 0, 0, activation, recurrent);
  ix P = back->dims.P, N = back->dims.N;
  struct input dn = {back->dg, N}, dzr = {back->dg + P, N};
  struct output dh = {back->spare, P};
  product(back->rows, dn, back->weights.h_n, dh);
  clear_padding(back->dims, back->rows, 1, dh);
  if (recurrent == SIGMOID) signal_to_reset(back, 1, SIGMOID);
  else signal_to_reset(back, 0, recurrent);
  add_product(back->rows, dzr, back->weights.h, dh);
  clear_padding(back->dims, back->rows, 1, dh);
  add_state_signal(back, back->spare);
}
