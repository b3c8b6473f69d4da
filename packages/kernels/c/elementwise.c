/* Activations over whole arrays, and their gradients. */
#include "activation.h"
#include "kernel.h"

/* y = act(x); x and y may be the same array. */
struct activate_all_args {
  at x, y;
  int count, activation, elements_per_chunk;
};

KERNEL(activate_all) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  const float *x = floats(args->x) + r.from;
  float *y = floats(args->y) + r.from;
  if (x != y) copy(x, y, r.to - r.from);
  activate(args->activation, y, r.to - r.from);
}

/* dx = dy · act′, with the derivative written in terms of the result y. dx may be dy. */
struct activation_gradient_args {
  at y, dy, dx;
  int count, activation, elements_per_chunk;
};

INLINE vf gradient(enum activation activation, vf y, vf dy) {
  return activation == LINEAR ? dy : v_flush(v_mul(dy, v_derivative(activation, y)));
}

INLINE void gradients(enum activation activation, const float *y, const float *dy, float *dx, ix n) {
  ix i = 0;
  for (; i + VL <= n; i += VL) v_store(dx + i, gradient(activation, v_load(y + i), v_load(dy + i)));
  if (i < n) v_store_n(dx + i, gradient(activation, v_load_n(y + i, n - i), v_load_n(dy + i, n - i)), n - i);
}

KERNEL(activation_gradient) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  const float *y = floats(args->y) + r.from, *dy = floats(args->dy) + r.from;
  float *dx = floats(args->dx) + r.from;
  ix n = r.to - r.from;
  switch (args->activation) {
    case RELU: gradients(RELU, y, dy, dx, n); break;
    case SIGMOID: gradients(SIGMOID, y, dy, dx, n); break;
    case TANH: gradients(TANH, y, dy, dx, n); break;
    case LINEAR: gradients(LINEAR, y, dy, dx, n); break;
    default: gradients(args->activation, y, dy, dx, n);
  }
}
