/* Activations that a kernel applies to its own result before it leaves the cache. */
#pragma once
#include "math.h"

/* Keras 3's definitions. */
SHARED enum activation {
  LINEAR,
  RELU,
  SIGMOID,
  TANH,
  EXPONENTIAL,
  RELU6,        /* min(max(x, 0), 6) */
  LEAKY_RELU,   /* x > 0 ? x : LEAK·x */
  HARD_SIGMOID, /* relu6(x + 3) / 6 */
  HARD_TANH,    /* min(max(x, -1), 1) */
  ELU,          /* x > 0 ? x : e^x - 1 */
  SELU,         /* SELU_SCALE · (x > 0 ? x : SELU_ALPHA · (e^x - 1)) */
  SOFTPLUS,     /* ln(1 + e^x) */
  SOFTSIGN,     /* x / (1 + |x|) */
};

#define LEAK 0.2f
#define SELU_SCALE 1.05070098735548f
#define SELU_ALPHA 1.67326324235438f

INLINE vf v_activate(enum activation activation, vf x) {
  vf zero = v_splat(0), one = v_splat(1);
  switch (activation) {
    case LINEAR: return x;
    case RELU: return v_max(x, zero);
    case SIGMOID: return v_sigmoid(x);
    case TANH: return v_tanh(x);
    case EXPONENTIAL: return v_exp(x);
    case RELU6: return v_min(v_max(x, zero), v_splat(6));
    case LEAKY_RELU: return v_max(x, v_mul(x, v_splat(LEAK)));
    case HARD_SIGMOID: return v_mul(v_min(v_max(v_add(x, v_splat(3)), zero), v_splat(6)), v_splat(1.0f / 6));
    case HARD_TANH: return v_min(v_max(x, v_splat(-1)), one);
    case ELU: return v_select(v_gt(x, zero), x, v_expm1_below(x));
    case SELU: {
      vf below = v_mul(v_expm1_below(x), v_splat(SELU_SCALE * SELU_ALPHA));
      return v_select(v_gt(x, zero), v_mul(x, v_splat(SELU_SCALE)), below);
    }
    case SOFTPLUS: return v_add(v_max(x, zero), v_log1p_unit(v_exp(v_sub(zero, v_abs(x)))));
    case SOFTSIGN: return v_div(x, v_add(one, v_abs(x)));
  }
  return x;
}

/* d act(x) / dx, given y = act(x). */
INLINE vf v_derivative(enum activation activation, vf y) {
  vf zero = v_splat(0), one = v_splat(1);
  switch (activation) {
    case LINEAR: return one;
    case RELU: return v_and(v_gt(y, zero), one);
    case SIGMOID: return v_mul(y, v_sub(one, y));
    case TANH: return v_sub(one, v_mul(y, y));
    case EXPONENTIAL: return y;
    case RELU6: return v_and(v_and(v_gt(y, zero), v_gt(v_splat(6), y)), one);
    case LEAKY_RELU: return v_select(v_gt(y, zero), one, v_splat(LEAK));
    case HARD_SIGMOID: return v_and(v_and(v_gt(y, zero), v_gt(one, y)), v_splat(1.0f / 6));
    case HARD_TANH: return v_and(v_and(v_gt(y, v_splat(-1)), v_gt(one, y)), one);
    case ELU: return v_select(v_gt(y, zero), one, v_add(y, one));
    case SELU: return v_select(v_gt(y, zero), v_splat(SELU_SCALE), v_add(y, v_splat(SELU_SCALE * SELU_ALPHA)));
    case SOFTPLUS: return v_sub(one, v_exp(v_sub(zero, y)));
    case SOFTSIGN: {
      vf rest = v_sub(one, v_abs(y));
      return v_mul(rest, rest);
    }
  }
  return zero;
}

/* y[n] = act(y[n]), in place. */
void activate(enum activation activation, float *y, ix n);
