/* SimpleRNN: h' = activation(x·W + h·U + b). */
#include "sequence-activation.h"
#include "sequence.h"

INLINE void sums_to_state(const struct step *step, const int known, enum activation activation) {
  float *h_next = step->h_next;
  for (ix q = 0; q < step->rows * step->dims.P; q += VL)
    v_store(h_next + q, v_flush(act(known, activation, v_load(h_next + q))));
}

void simple_rnn_step(const struct step *step) {
  struct input x = {step->x, step->dims.D}, h = {step->h_in, step->dims.P};
  struct output sums = {step->h_next, step->dims.P};
  affine2(step->rows, x, step->weights.x, h, step->weights.h, step->weights.bias, sums);
  clear_padding(step->dims, step->rows, 1, sums);
  enum activation activation = step->args->activation;
  if (activation == TANH) sums_to_state(step, 1, TANH);
  else if (activation == RELU) sums_to_state(step, 1, RELU);
  else sums_to_state(step, 0, activation);
}

INLINE void signal_to_sums(const struct back *back, const int known, enum activation activation) {
  ix P = back->dims.P;
  for (ix r = 0; r < back->rows; r++) {
    float *da = back->dg + r * P;
    if (back->live && !back->live[r]) {
      set_zero(da, P);
      continue;
    }
    for (ix j = 0; j < P; j += VL) {
      ix q = r * P + j;
      vf d = derivative(known, activation, v_load(back->h_next + q));
      v_store(da + j, v_flush(v_mul(v_load(back->dh + q), d)));
      v_store(back->dh + q, v_splat(0));
    }
  }
}

void simple_rnn_back(const struct back *back) {
  enum activation activation = back->args->activation;
  if (activation == TANH) signal_to_sums(back, 1, TANH);
  else if (activation == RELU) signal_to_sums(back, 1, RELU);
  else signal_to_sums(back, 0, activation);
  signal_to_state(back);
}
