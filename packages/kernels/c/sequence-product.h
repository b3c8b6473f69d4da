/* The matrix products of the sequence kernels. */
#pragma once
#include "gemm.h"

/* c[M,N] = init + a·B, row stride lda, packed B[K,N]. */
void product(enum init init, const float *bias, const float *a, ix lda, const float *packed, ix K, float *c, ix ldc,
             ix M, ix N);

/* c[M,N] = init + a1·B1 + a2·B2. */
void product2(enum init init, const float *bias, const float *a1, ix lda1, const float *packed1, ix K1,
              const float *a2, ix lda2, const float *packed2, ix K2, float *c, ix ldc, ix M, ix N);

/* The left-hand side a[K,M] of a product aᵀ·g, and where it goes: c[M,N]. */
struct left {
  const float *a;
  ix lda, M;
  float *c;
};

/* c += aᵀ·g for `count` left-hand sides: weight gradients. g[K,N], N a multiple of VL. `sums`, unless null, += Σ_k g[k]:
 * the gradient of the bias. `panel` is room for K · NR floats. */
void product_tn_add(const struct left *left, ix count, ix ldc, const float *g, ix ldg, float *sums, ix N, ix K,
                    float *panel);
