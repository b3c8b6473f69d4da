#include "sequence-product.h"

void product(enum init init, const float *bias, const float *a, ix lda, const float *packed, ix K, float *c, ix ldc,
             ix M, ix N) {
  gemm_packed(init, bias, a, lda, 1, packed, c, ldc, M, N, K);
}

void product2(enum init init, const float *bias, const float *a1, ix lda1, const float *packed1, ix K1,
              const float *a2, ix lda2, const float *packed2, ix K2, float *c, ix ldc, ix M, ix N) {
  gemm_packed2(init, bias, a1, lda1, packed1, K1, a2, lda2, packed2, K2, c, ldc, M, N);
}

/* Packs one panel of g, K rows of one or two vectors, and adds its column sums. */
INLINE void pack_and_sum(const int vectors, const float *g, ix ldg, ix K, float *panel, float *sums) {
  vf sum[2] = {v_splat(0), v_splat(0)};
  for (ix k = 0; k < K; k++)
    UNROLL
    for (int v = 0; v < vectors; v++) {
      vf a = v_load(g + k * ldg + v * VL);
      sum[v] = v_add(sum[v], a);
      v_store(panel + k * vectors * VL + v * VL, a);
    }
  if (sums)
    UNROLL
    for (int v = 0; v < vectors; v++) v_store(sums + v * VL, v_add(v_load(sums + v * VL), sum[v]));
}

void product_tn_add(const struct left *left, ix count, ix ldc, const float *g, ix ldg, float *sums, ix N, ix K,
                    float *panel) {
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N);
    /* Rows of g lie a power of two apart and would push one another out of the cache: read them once. */
    if (columns > VL) pack_and_sum(2, g + j, ldg, K, panel, sums ? sums + j : 0);
    else pack_and_sum(1, g + j, ldg, K, panel, sums ? sums + j : 0);
    for (ix i = 0; i < count; i++) {
      struct product p = {left[i].a, 1, left[i].lda, panel, panel_stride(columns), K};
      panel_product(FROM_C, 0, p, left[i].c + j, ldc, left[i].M, columns);
    }
  }
}
