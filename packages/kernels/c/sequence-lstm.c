/* LSTM: i f o = recurrentActivation(·), g = activation(·) of x·W + h·U + b; c' = f∘c + i∘g, h' = o∘activation(c'). */
#include "sequence-activation.h"
#include "sequence.h"

INLINE void gates_to_state(const struct step *step, const int known, enum activation activation,
                           enum activation recurrent) {
  ix rows = step->rows, P = step->dims.P;
  float *gates = step->gates, *c_next = step->c_next, *h_next = step->h_next;
  const float *c_before = step->c;
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

void lstm_step(const struct step *step) {
  struct input x = {step->x, step->dims.D}, h = {step->h_in, step->dims.P};
  struct output gates = {step->gates, step->dims.N};
  affine2(step->rows, x, step->weights.x, h, step->weights.h, step->weights.bias, gates);
  clear_padding(step->dims, step->rows, 4, gates);
  enum activation activation = step->args->activation, recurrent = step->args->recurrent_activation;
  if (activation == TANH && recurrent == SIGMOID) gates_to_state(step, 1, TANH, SIGMOID);
  else gates_to_state(step, 0, activation, recurrent);
}

INLINE void signal_to_gates(const struct back *back, const int known, enum activation activation,
                            enum activation recurrent) {
  ix P = back->dims.P, rows = back->rows;
  const float *gates = back->gates, *c_before = back->c;
  float *acted = back->spare, *dhs = back->dh, *dcs = back->dc; /* acted = activation(c') */
  copy(back->c_next, acted, rows * P);
  activate_rows(known, activation, acted, P, rows, P);
  for (ix r = 0; r < rows; r++) {
    float *dgates = back->dg + r * 4 * P;
    if (back->live && !back->live[r]) {
      set_zero(dgates, 4 * P);
      continue;
    }
    for (ix j = 0; j < P; j += VL) {
      const float *gate = gates + r * 4 * P + j;
      float *dgate = dgates + j;
      ix q = r * P + j;
      vf i = v_load(gate), f = v_load(gate + P), g = v_load(gate + 2 * P), o = v_load(gate + 3 * P);
      vf dh = v_load(dhs + q), a = v_load(acted + q);
      vf dc = v_madd(v_mul(dh, o), derivative(known, activation, a), v_load(dcs + q));
      vf di = v_mul(v_mul(dc, g), derivative(known, recurrent, i));
      vf df = v_mul(v_mul(dc, v_load(c_before + q)), derivative(known, recurrent, f));
      vf dg = v_mul(v_mul(dc, i), derivative(known, activation, g));
      vf do_ = v_mul(v_mul(dh, a), derivative(known, recurrent, o));
      v_store(dgate, v_flush(di)), v_store(dgate + P, v_flush(df));
      v_store(dgate + 2 * P, v_flush(dg)), v_store(dgate + 3 * P, v_flush(do_));
      v_store(dcs + q, v_mul(dc, f));
      v_store(dhs + q, v_splat(0));
    }
  }
}

void lstm_back(const struct back *back) {
  enum activation activation = back->args->activation, recurrent = back->args->recurrent_activation;
  if (activation == TANH && recurrent == SIGMOID) signal_to_gates(back, 1, TANH, SIGMOID);
  else signal_to_gates(back, 0, activation, recurrent);
  signal_to_state(back);
}
