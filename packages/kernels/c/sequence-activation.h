/* Activations inside a step, forward and backward.
 *
 * Only activations whose derivative is a function of their result, so that a step keeps one number per gate. The cells
 * are compiled for the usual pairs of activations and once for all others; `known` says which of the two it is. */
#pragma once
#include "activation.h"

vf activate_any(enum activation activation, vf x);
vf derive_any(enum activation activation, vf y);

INLINE vf act(const int known, enum activation activation, vf x) {
  return known ? v_activate(activation, x) : activate_any(activation, x);
}
INLINE vf derivative(const int known, enum activation activation, vf y) {
  return known ? v_derivative(activation, y) : derive_any(activation, y);
}

/* y[rows, n] = act(y), rows `ldy` apart, n a multiple of VL. One function at a time: with several in one loop their
 * constants do not fit the registers, and the dependency chain is longer than the window of the processor. */
INLINE void activate_rows(const int known, enum activation activation, float *y, ix ldy, ix rows, ix n) {
  for (ix r = 0; r < rows; r++)
    for (ix j = 0; j < n; j += VL) {
      float *p = y + r * ldy + j;
      v_store(p, act(known, activation, v_load(p)));
    }
}
