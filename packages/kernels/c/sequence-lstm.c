/* LSTM: i f o = recurrentActivation(·), g = activation(·) of x·W + h·U + b; c' = f∘c + i∘g, h' = o∘activation(c'). */
#include "sequence-activation.h"
#include "sequence-product.h"
#include "sequence.h"

INLINE void gates_to_state(const struct step *s, const int known, enum activation activation,
                           enum activation recurrent) {
  ix rows = s->rows, P = s->z.P;
  float *gates = s->gates, *c_next = s->c_next, *h_next = s->h_next;
  const float *c_before = s->c;
  activate_rows(known, recurrent, gates, 4 * P, rows, 2 * P);
  activate_rows(known, activation, gates + 2 * P, 4 * P, rows, P);
  activate_rows(known, recurrent, gates + 3 * P, 4 * P, rows, P);
  for (ix r = 0; r < rows; r++)
    for (ix j = 0; j < P; j += VL) {
      const float *gate = gates + r * 4 * P + j;
      ix q = r * P + j;
      vf i = v_load(gate), f = v_load(gate + P), g = v_load(gate + 2 * P), o = v_load(gate + 3 * P);
      vf c = v_flush(v_madd(f, v_load(c_before + q), v_mul(i, g)));
      v_store(c_next + q, c);
      v_store(h_next + q, v_flush(v_mul(o, act(known, activation, c))));
    }
}

void lstm_step(const struct step *s) {
  struct sizes z = s->z;
  product2(FROM_BIAS, s->w.bias, s->x, z.D, s->w.x, z.D, s->h_in, z.P, s->w.h, z.U, s->gates, z.N, s->rows, z.N);
  enum activation activation = s->args->activation, recurrent = s->args->recurrent_activation;
  if (activation == TANH && recurrent == SIGMOID) gates_to_state(s, 1, TANH, SIGMOID);
  else gates_to_state(s, 0, activation, recurrent);
}

INLINE void signal_to_gates(const struct back *b, const int known, enum activation activation,
                            enum activation recurrent) {
  ix P = b->z.P, rows = b->rows;
  const float *gates = b->gates, *c_before = b->c;
  float *acted = b->spare, *dhs = b->dh, *dcs = b->dc; /* acted = activation(c') */
  copy(b->c_next, acted, rows * P);
  activate_rows(known, activation, acted, P, rows, P);
  for (ix r = 0; r < rows; r++) {
    float *dg = b->dg + r * 4 * P;
    if (b->live && !b->live[r]) {
      set_zero(dg, 4 * P);
      continue;
    }
    for (ix j = 0; j < P; j += VL) {
      const float *gate = gates + r * 4 * P + j;
      ix q = r * P + j;
      vf i = v_load(gate), f = v_load(gate + P), g = v_load(gate + 2 * P), o = v_load(gate + 3 * P);
      vf dh = v_load(dhs + q), a = v_load(acted + q);
      vf dc = v_madd(v_mul(dh, o), derivative(known, activation, a), v_load(dcs + q));
      vf di = v_mul(v_mul(dc, g), derivative(known, recurrent, i));
      vf df = v_mul(v_mul(dc, v_load(c_before + q)), derivative(known, recurrent, f));
      vf dg_ = v_mul(v_mul(dc, i), derivative(known, activation, g));
      vf do_ = v_mul(v_mul(dh, a), derivative(known, recurrent, o));
      v_store(dg + j, v_flush(di)), v_store(dg + P + j, v_flush(df));
      v_store(dg + 2 * P + j, v_flush(dg_)), v_store(dg + 3 * P + j, v_flush(do_));
      v_store(dcs + q, v_mul(dc, f));
      v_store(dhs + q, v_splat(0));
    }
  }
}

void lstm_back(const struct back *b) {
  enum activation activation = b->args->activation, recurrent = b->args->recurrent_activation;
  if (activation == TANH && recurrent == SIGMOID) signal_to_gates(b, 1, TANH, SIGMOID);
  else signal_to_gates(b, 0, activation, recurrent);
  signal_to_state(b);
}
