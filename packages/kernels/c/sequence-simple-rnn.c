/* SimpleRNN: h' = activation(x·W + h·U + b). */
#include "sequence-activation.h"
#include "sequence-product.h"
#include "sequence.h"

INLINE void flushed_act(const struct step *s, const int known, enum activation activation) {
  for (ix q = 0; q < s->rows * s->z.P; q += VL)
    v_store(s->h_next + q, v_flush(act(known, activation, v_load(s->h_next + q))));
}

void simple_rnn_step(const struct step *s) {
  struct sizes z = s->z;
  product2(FROM_BIAS, s->w.bias, s->x, z.D, s->w.x, z.D, s->h_in, z.P, s->w.h, z.U, s->h_next, z.P, s->rows, z.P);
  enum activation activation = s->args->activation;
  if (activation == TANH) flushed_act(s, 1, TANH);
  else if (activation == RELU) flushed_act(s, 1, RELU);
  else flushed_act(s, 0, activation);
}

INLINE void signal_to_sum(const struct back *b, const int known, enum activation activation) {
  ix P = b->z.P;
  for (ix r = 0; r < b->rows; r++) {
    float *da = b->dg + r * P;
    if (b->live && !b->live[r]) {
      set_zero(da, P);
      continue;
    }
    for (ix j = 0; j < P; j += VL) {
      ix q = r * P + j;
      vf d = derivative(known, activation, v_load(b->h_next + q));
      v_store(da + j, v_flush(v_mul(v_load(b->dh + q), d)));
      v_store(b->dh + q, v_splat(0));
    }
  }
}

void simple_rnn_back(const struct back *b) {
  enum activation activation = b->args->activation;
  if (activation == TANH) signal_to_sum(b, 1, TANH);
  else if (activation == RELU) signal_to_sum(b, 1, RELU);
  else signal_to_sum(b, 0, activation);
  signal_to_state(b);
}
