/* Parameter updates in one pass over parameter w, gradient g and slots; the formulas are in optimizer.h. */
#include "optimizer.h"

struct sgd_args {
  at w, g, m;
  int count, elements_per_chunk, nesterov;
  float rate, momentum, scale;
};

KERNEL(sgd) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  float *w = floats(args->w), *m = floats(args->m);
  const float *g = floats(args->g);
  struct sgd_rule rule = {args->rate * args->scale, args->momentum, args->nesterov};
  FOR_EACH(r.from, r.to, sgd_step(w, g, m, rule, i, whole, lanes));
}

struct rmsprop_args {
  at w, g, v, m, a;
  int count, elements_per_chunk;
  float rate, rho, momentum, epsilon, scale;
};

KERNEL(rmsprop) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  float *w = floats(args->w), *v = floats(args->v), *m = floats(args->m), *a = floats(args->a);
  const float *g = floats(args->g);
  struct rmsprop_rule rule = {args->rate, args->rho, args->momentum, args->epsilon, args->scale};
  FOR_EACH(r.from, r.to, rmsprop_step(w, g, v, m, a, rule, i, whole, lanes));
}

struct adam_args {
  at w, g, m, v;
  int count, elements_per_chunk;
  float alpha, beta1, beta2, epsilon, scale;
};

KERNEL(adam) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  float *w = floats(args->w), *m = floats(args->m), *v = floats(args->v);
  const float *g = floats(args->g);
  struct adam_rule rule = {args->alpha, args->beta1, args->beta2, args->epsilon, args->scale};
  FOR_EACH(r.from, r.to, adam_step(w, g, m, v, rule, i, whole, lanes));
}
