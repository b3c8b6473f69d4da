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
