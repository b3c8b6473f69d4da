/* One step of an optimizer for VL elements at offset i, with Keras 3's formulas: of a whole parameter (optimizer.c) or of a
 * row of it (optimizer-rows.c), to the same bits. The gradient is multiplied by `scale` first (clipping by the norm). */
#pragma once
#include "kernel.h"
#include "square.h"

/* STEP handles `lanes` elements at offset i, read with GET and written with PUT; `whole` where they are a vector. */
#define GET(p) (whole ? v_load((p) + i) : v_load_n((p) + i, lanes))
#define PUT(p, a) (whole ? v_store((p) + i, a) : v_store_n((p) + i, a, lanes))
#define FOR_EACH(from, to, STEP)             \
  do {                                       \
    ix i = (from), end = (to);               \
    for (; i + VL <= end; i += VL) {         \
      const int whole = 1;                   \
      const ix lanes = VL;                   \
      STEP;                                  \
    }                                        \
    if (i < end) {                           \
      const int whole = 0;                   \
      const ix lanes = end - i;              \
      STEP;                                  \
    }                                        \
  } while (0)

/* Without momentum w −= η·g. With: m = μ·m − η·g, then w += m, or w += μ·m − η·g in Nesterov's form. */
struct sgd_rule {
  float rate, momentum;
  int nesterov;
};

INLINE void sgd_step(float *w, const float *g, float *m, struct sgd_rule r, ix i, const int whole, ix lanes) {
  vf step = v_mul(GET(g), v_splat(r.rate)), momentum = v_splat(r.momentum);
  if (!m) {
    PUT(w, v_sub(GET(w), step));
    return;
  }
  vf mi = v_flush(v_sub(v_mul(momentum, GET(m)), step));
  PUT(m, mi);
  PUT(w, v_add(GET(w), r.nesterov ? v_sub(v_mul(momentum, mi), step) : mi));
}

/* v = ρ·v + (1−ρ)·g². Centred: a = ρ·a + (1−ρ)·g and d = v − a², else d = v. The step is η·g / √(d + ε); with momentum
 * m = μ·m + step, and w −= m. */
struct rmsprop_rule {
  float rate, rho, momentum, epsilon, scale;
};

INLINE void rmsprop_step(float *w, const float *gradient, float *v, float *m, float *a, struct rmsprop_rule r, ix i,
                         const int whole, ix lanes) {
  vf rho = v_splat(r.rho), rest = v_splat(1.0f - r.rho), g = v_mul(GET(gradient), v_splat(r.scale));
  vf vi = v_flush(v_madd(rest, squared(g), v_mul(rho, GET(v)))), d = vi;
  PUT(v, vi);
  if (a) {
    vf ai = v_flush(v_madd(rest, g, v_mul(rho, GET(a))));
    PUT(a, ai);
    /* A variance is not negative, though its rounded value may be. */
    d = v_max(v_sub(vi, squared(ai)), v_splat(0));
  }
  vf step = v_div(v_mul(v_splat(r.rate), g), v_sqrt(v_add(d, v_splat(r.epsilon))));
  if (m) {
    step = v_flush(v_madd(v_splat(r.momentum), GET(m), step));
    PUT(m, step);
  }
  PUT(w, v_sub(GET(w), step));
}

/* m += (g − m)·(1−β₁), v += (g² − v)·(1−β₂), w −= α·m / (√v + ε); α holds the rate and both bias corrections. */
struct adam_rule {
  float alpha, beta1, beta2, epsilon, scale;
};

INLINE void adam_step(float *w, const float *gradient, float *m, float *v, struct adam_rule r, ix i, const int whole,
                      ix lanes) {
  vf g = v_mul(GET(gradient), v_splat(r.scale)), mi = GET(m), vi = GET(v);
  mi = v_flush(v_madd(v_sub(g, mi), v_splat(1.0f - r.beta1), mi));
  vi = v_flush(v_madd(v_sub(squared(g), vi), v_splat(1.0f - r.beta2), vi));
  PUT(m, mi);
  PUT(v, vi);
  vf step = v_div(v_mul(v_splat(r.alpha), mi), v_add(v_sqrt(vi), v_splat(r.epsilon)));
  PUT(w, v_sub(GET(w), step));
}
