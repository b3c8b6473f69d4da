/* Parameter updates in one pass over parameter w, gradient g and slots, with Keras 3's formulas. The gradient is
 * multiplied by `scale` first (clipping by global norm). */
#include "kernel.h"
#include "square.h"

/* BODY handles VL elements at offset i, read with GET and written with PUT, which handle the tail. */
#define GET(p) (whole ? v_load((p) + i) : v_load_n((p) + i, lanes))
#define PUT(p, a) (whole ? v_store((p) + i, a) : v_store_n((p) + i, a, lanes))
#define FOR_EACH(r, BODY)                                              \
  do {                                                                 \
    ix i = (r).from;                                                   \
    for (; i + VL <= (r).to; i += VL) BODY(args, i, 1, VL);            \
    if (i < (r).to) BODY(args, i, 0, (r).to - i);                      \
  } while (0)

/* Without momentum w −= η·g. With: m = μ·m − η·g, then w += m, or w += μ·m − η·g in Nesterov's form. */
struct sgd_args {
  at w, g, m;
  int count, elements_per_chunk, nesterov;
  float rate, momentum, scale;
};

INLINE void sgd_step(const struct sgd_args *args, ix i, const int whole, ix lanes) {
  float *w = floats(args->w), *m = floats(args->m);
  vf step = v_mul(GET(floats(args->g)), v_splat(args->rate * args->scale)), momentum = v_splat(args->momentum);
  if (!m) {
    PUT(w, v_sub(GET(w), step));
    return;
  }
  vf mi = v_flush(v_sub(v_mul(momentum, GET(m)), step));
  PUT(m, mi);
  PUT(w, v_add(GET(w), args->nesterov ? v_sub(v_mul(momentum, mi), step) : mi));
}

KERNEL(sgd) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  FOR_EACH(r, sgd_step);
}

/* v = ρ·v + (1−ρ)·g². Centred: a = ρ·a + (1−ρ)·g and d = v − a², else d = v. The step is η·g / √(d + ε); with momentum
 * m = μ·m + step, and w −= m. */
struct rmsprop_args {
  at w, g, v, m, a;
  int count, elements_per_chunk;
  float rate, rho, momentum, epsilon, scale;
};

INLINE void rmsprop_step(const struct rmsprop_args *args, ix i, const int whole, ix lanes) {
  float *w = floats(args->w), *v = floats(args->v), *m = floats(args->m), *a = floats(args->a);
  vf rho = v_splat(args->rho), rest = v_splat(1.0f - args->rho);
  vf g = v_mul(GET(floats(args->g)), v_splat(args->scale));
  vf vi = v_flush(v_madd(rest, squared(g), v_mul(rho, GET(v)))), d = vi;
  PUT(v, vi);
  if (a) {
    vf ai = v_flush(v_madd(rest, g, v_mul(rho, GET(a))));
    PUT(a, ai);
    /* A variance is not negative, though its rounded value may be. */
    d = v_max(v_sub(vi, squared(ai)), v_splat(0));
  }
  vf step = v_div(v_mul(v_splat(args->rate), g), v_sqrt(v_add(d, v_splat(args->epsilon))));
  if (m) {
    step = v_flush(v_madd(v_splat(args->momentum), GET(m), step));
    PUT(m, step);
  }
  PUT(w, v_sub(GET(w), step));
}

KERNEL(rmsprop) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  FOR_EACH(r, rmsprop_step);
}

/* m += (g − m)·(1−β₁), v += (g² − v)·(1−β₂), w −= α·m / (√v + ε); α holds the rate and both bias corrections. */
struct adam_args {
  at w, g, m, v;
  int count, elements_per_chunk;
  float alpha, beta1, beta2, epsilon, scale;
};

INLINE void adam_step(const struct adam_args *args, ix i, const int whole, ix lanes) {
  float *w = floats(args->w), *m = floats(args->m), *v = floats(args->v);
  vf g = v_mul(GET(floats(args->g)), v_splat(args->scale)), mi = GET(m), vi = GET(v);
  mi = v_flush(v_madd(v_sub(g, mi), v_splat(1.0f - args->beta1), mi));
  vi = v_flush(v_madd(v_sub(squared(g), vi), v_splat(1.0f - args->beta2), vi));
  PUT(m, mi);
  PUT(v, vi);
  vf step = v_div(v_mul(v_splat(args->alpha), mi), v_add(v_sqrt(vi), v_splat(args->epsilon)));
  PUT(w, v_sub(GET(w), step));
}

KERNEL(adam) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  FOR_EACH(r, adam_step);
}
