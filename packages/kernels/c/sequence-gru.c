/* GRU: z r = recurrentActivation(·), h' = z∘h + (1 − z)∘n. The reset gate r acts on h before the product with Uₙ, or on
 * the product: n = activation(x·Wₙ + b + (r∘h)·Uₙ), or n = activation(x·Wₙ + b + r∘(h·Uₙ + recurrent b)). */
#include "sequence-activation.h"
#include "sequence-product.h"
#include "sequence.h"

/* r∘h to spare. */
static void reset_state(const struct step *s) {
  ix P = s->z.P, rows = s->rows;
  const float *gates = s->gates + 2 * P, *h = s->h_in;
  float *to = s->spare;
  for (ix row = 0; row < rows; row++)
    for (ix j = 0; j < P; j += VL)
      v_store(to + row * P + j, v_mul(v_load(gates + row * 3 * P + j), v_load(h + row * P + j)));
}

/* n and h', given z r, and m where the reset comes after the product. */
INLINE void gates_to_state(const struct step *s, const int reset_after, const int known, enum activation activation) {
  ix P = s->z.P, rows = s->rows, N = s->z.N;
  float *gates = s->gates, *h_next = s->h_next;
  const float *h = s->h;
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

void gru_step(const struct step *s) {
  struct sizes z = s->z;
  enum activation activation = s->args->activation, recurrent = s->args->recurrent_activation;
  int after = s->args->cell == GRU_RESET_AFTER;
  float *n = s->gates, *zr = n + z.P, *m = n + 3 * z.P;
  const float *bias = s->w.bias;
  product2(FROM_BIAS, bias + z.P, s->x, z.D, s->w.x, z.D, s->h_in, z.P, s->w.h, z.U, zr, z.N, s->rows, 2 * z.P);
  if (recurrent == SIGMOID) activate_rows(1, SIGMOID, zr, z.N, s->rows, 2 * z.P);
  else activate_rows(0, recurrent, zr, z.N, s->rows, 2 * z.P);
  if (after) {
    product(FROM_BIAS, bias, s->x, z.D, s->w.x_n, z.D, n, z.N, s->rows, z.P);
    product(FROM_BIAS, bias + 3 * z.P, s->h_in, z.P, s->w.h_n, z.U, m, z.N, s->rows, z.P);
  } else {
    reset_state(s);
    product2(FROM_BIAS, bias, s->x, z.D, s->w.x_n, z.D, s->spare, z.P, s->w.h_n, z.U, n, z.N, s->rows, z.P);
  }
  if (activation == TANH && after) gates_to_state(s, 1, 1, TANH);
  else if (activation == TANH) gates_to_state(s, 0, 1, TANH);
  else if (activation == RELU && after) gates_to_state(s, 1, 1, RELU);
  else gates_to_state(s, after, 0, activation);
}

/* dn dz, and, where the reset comes after the product, dr dm. What h' hands h directly, dh∘z, stays in dh. */
INLINE void signal_to_gates(const struct back *b, const int reset_after, const int known, enum activation activation,
                            enum activation recurrent) {
  ix P = b->z.P, N = b->z.N;
  for (ix row = 0; row < b->rows; row++) {
    float *dg = b->dg + row * N;
    if (b->live && !b->live[row]) {
      set_zero(dg, N);
      continue;
    }
    for (ix j = 0; j < P; j += VL) {
      const float *gate = b->gates + row * N + j;
      ix q = row * P + j;
      vf n = v_load(gate), z = v_load(gate + P), dh = v_load(b->dh + q);
      vf dn = v_mul(v_mul(dh, v_sub(v_splat(1), z)), derivative(known, activation, n));
      vf dz = v_mul(v_mul(dh, v_sub(v_load(b->h + q), n)), derivative(known, recurrent, z));
      dn = v_flush(dn);
      v_store(dg + j, dn), v_store(dg + P + j, v_flush(dz));
      v_store(b->dh + q, v_mul(dh, z));
      if (reset_after) {
        vf r = v_load(gate + 2 * P);
        vf dr = v_mul(v_mul(dn, v_load(gate + 3 * P)), derivative(known, recurrent, r));
        v_store(dg + 2 * P + j, v_flush(dr)), v_store(dg + 3 * P + j, v_flush(v_mul(dn, r)));
      }
    }
  }
}

/* Given d(r∘h) in spare: dr, and r∘d(r∘h) in spare. */
INLINE void signal_to_reset(const struct back *b, const int known, enum activation recurrent) {
  ix P = b->z.P;
  for (ix row = 0; row < b->rows; row++)
    for (ix j = 0; j < P; j += VL) {
      ix q = row * P + j;
      vf r = v_load(b->gates + row * 3 * P + 2 * P + j), d = v_load(b->spare + q);
      vf dr = v_mul(v_mul(d, v_load(b->h_in + q)), derivative(known, recurrent, r));
      v_store(b->dg + row * 3 * P + 2 * P + j, v_flush(dr));
      v_store(b->spare + q, v_mul(d, r));
    }
}

void gru_back(const struct back *b) {
  struct sizes z = b->z;
  enum activation activation = b->args->activation, recurrent = b->args->recurrent_activation;
  if (b->args->cell == GRU_RESET_AFTER) {
    if (recurrent == SIGMOID && activation == TANH) signal_to_gates(b, 1, 1, TANH, SIGMOID);
    else if (recurrent == SIGMOID && activation == RELU) signal_to_gates(b, 1, 1, RELU, SIGMOID);
    else signal_to_gates(b, 1, 0, activation, recurrent);
    signal_to_state(b);
    return;
  }
  if (recurrent == SIGMOID && activation == TANH) signal_to_gates(b, 0, 1, TANH, SIGMOID);
  else signal_to_gates(b, 0, 0, activation, recurrent);
  product(FROM_ZERO, 0, b->dg, z.N, b->w.h_n, z.P, b->spare, z.P, b->rows, z.P);
  if (recurrent == SIGMOID) signal_to_reset(b, 1, SIGMOID);
  else signal_to_reset(b, 0, recurrent);
  product(FROM_C, 0, b->dg + z.P, z.N, b->w.h, 2 * z.P, b->spare, z.P, b->rows, z.P);
  add_state_signal(b, b->spare);
}
