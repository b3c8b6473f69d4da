#include "sequence-product.h"

/* Panels outermost, so that one panel stays in the first-level cache. */
INLINE void multiply(enum init init, const float *bias, ix rows, struct input a, struct packed b, struct output c) {
  for (ix j = 0; j < b.N; j += NR) {
    ix columns = panel_columns(j, b.N);
    struct product p = {a.rows, a.stride, 1, b.panels + j * b.K, panel_stride(columns), b.K};
    panel_product(p, (struct target){init, bias + j, c.rows + j, c.stride, .rows = rows, .columns = columns});
  }
}

void product(ix rows, struct input a, struct packed b, struct output c) { multiply(FROM_ZERO, 0, rows, a, b, c); }

void add_product(ix rows, struct input a, struct packed b, struct output c) { multiply(FROM_C, 0, rows, a, b, c); }

void affine(ix rows, struct input a, struct packed b, const float *bias, struct output c) {
  multiply(FROM_BIAS, bias, rows, a, b, c);
}

void affine2(ix rows, struct input a1, struct packed b1, struct input a2, struct packed b2, const float *bias,
             struct output c) {
  ix N = b1.N;
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), stride = panel_stride(columns);
    struct product p1 = {a1.rows, a1.stride, 1, b1.panels + j * b1.K, stride, b1.K};
    struct product p2 = {a2.rows, a2.stride, 1, b2.panels + j * b2.K, stride, b2.K};
    struct target to = {FROM_BIAS, bias + j, c.rows + j, c.stride, .rows = rows, .columns = columns};
    panel_product2(p1, p2, to);
  }
}

/* Packs one panel of dg, K rows of one or two vectors, and adds its column sums. */
INLINE void pack_and_sum(const int vectors, const float *dg, ix stride, ix K, float *panel, float *sums) {
  vf sum[2] = {v_splat(0), v_splat(0)};
  for (ix k = 0; k < K; k++)
    UNROLL
    for (int v = 0; v < vectors; v++) {
      vf a = v_load(dg + k * stride + v * VL);
      sum[v] = v_add(sum[v], a);
      v_store(panel + k * vectors * VL + v * VL, a);
    }
  if (sums)
    UNROLL
    for (int v = 0; v < vectors; v++) v_store(sums + v * VL, v_add(v_load(sums + v * VL), sum[v]));
}

void add_weight_gradients(struct gate_gradient g, const struct weight_gradient *to, ix count, ix stride) {
  for (ix j = 0; j < g.N; j += NR) {
    ix columns = panel_columns(j, g.N);
    const float *dg = g.dg.rows + j;
    float *sums = g.bias ? g.bias + j : 0;
    /* Rows of dg lie a power of two apart and would push one another out of the cache: they are read once. */
    if (columns > VL) pack_and_sum(2, dg, g.dg.stride, g.rows, g.panel, sums);
    else pack_and_sum(1, dg, g.dg.stride, g.rows, g.panel, sums);
    for (ix i = 0; i < count; i++) {
      struct product p = {to[i].a.rows, 1, to[i].a.stride, g.panel, panel_stride(columns), g.rows};
      float *c = to[i].gradient + j;
      panel_product(p, (struct target){FROM_C, .c = c, .stride = stride, .rows = to[i].features, .columns = columns});
    }
  }
}
