/* Activations that a kernel applies to its own result before it leaves the cache. */
#pragma once
#include "math.h"

/* The same numbers stand in src/activation.ts. */
enum activation { LINEAR, RELU, SIGMOID, TANH, EXPONENTIAL };

#define EACH(y, n, expression)                              \
  do {                                                      \
    ix i_ = 0;                                              \
    for (; i_ + VL <= (n); i_ += VL) {                      \
      vf v = v_load((y) + i_);                              \
      v_store((y) + i_, expression);                        \
    }                                                       \
    if (i_ < (n)) {                                         \
      vf v = v_load_n((y) + i_, (n)-i_);                    \
      v_store_n((y) + i_, expression, (n)-i_);              \
    }                                                       \
  } while (0)

/* y[n] = act(y[n]), in place. */
static void activate(enum activation activation, float *y, ix n) {
  switch (activation) {
    case LINEAR: break;
    case RELU: EACH(y, n, v_max(v, v_splat(0))); break;
    case SIGMOID: EACH(y, n, v_sigmoid(v)); break;
    case TANH: EACH(y, n, v_tanh(v)); break;
    case EXPONENTIAL: EACH(y, n, v_exp(v)); break;
  }
}
