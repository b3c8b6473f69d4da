/* Register-blocked matrix product, shared by every kernel that contracts something.
 *
 * The right-hand side B[K,N] is read in column panels of NR = 2·VL floats. `pack_b` lays the panels out one after the
 * other, each K × NR and contiguous; a last panel of at most VL columns is K × VL; columns past N are zero. So panel j
 * starts at packed + j·K for a column j that is a multiple of NR, and a packed matrix takes K · packed_columns(N)
 * floats. An unpacked row-major B works too (row stride ldb), as long as its last panel is full.
 *
 * The left-hand side A is read in place, element (i, k) at a[i·ars + k·aks].
 */
#pragma once
#include "simd.h"

#define MR 4        /* rows of C in registers */
#define NR (2 * VL) /* columns of C in registers: MR × 2 accumulators + 2 of B + 1 of A fit 16 registers */

/* What C holds before the product is added: nothing, a bias row, or itself. */
enum init { FROM_ZERO, FROM_BIAS, FROM_C };

INLINE ix round_up(ix n, ix to) { return (n + to - 1) / to * to; }
INLINE ix least(ix a, ix b) { return a < b ? a : b; }
INLINE ix packed_columns(ix n) { return round_up(n, VL); }
/* Columns of the panel that starts at column j, and the floats from one of its packed rows to the next. */
INLINE ix panel_columns(ix j, ix N) { return least(NR, N - j); }
INLINE ix panel_stride(ix columns) { return columns > VL ? NR : VL; }

/* Packs B[K,N], element (k, j) at b[k·brs + j·bcs], into panels: for B itself brs = ldb, bcs = 1, for the transpose
 * of a row-major [N,K] matrix brs = 1, bcs = ldb. */
void pack_b(const float *b, ix brs, ix bcs, ix K, ix N, float *out);

/* One factor pair of a sum of products: A with its strides, and one panel of B. */
struct product {
  const float *a;
  ix ars, aks;
  const float *b;
  ix bs, K;
};

/* C[M, columns] = init + A·B over one panel of `columns` ≤ NR columns. */
void panel_product(enum init init, const float *bias, struct product p, float *c, ix ldc, ix M, ix columns);

/* C[M, columns] = init + A1·B1 + A2·B2 over one panel. */
void panel_product2(enum init init, const float *bias, struct product p1, struct product p2, float *c, ix ldc, ix M,
                    ix columns);

/* C[M,N] = init + A·B with packed B. Panels outermost, so that one panel stays in the first-level cache. */
INLINE void gemm_packed(enum init init, const float *bias, const float *a, ix ars, ix aks, const float *packed,
                        float *c, ix ldc, ix M, ix N, ix K) {
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N);
    struct product p = {a, ars, aks, packed + j * K, panel_stride(columns), K};
    panel_product(init, bias + j, p, c + j, ldc, M, columns);
  }
}

/* C[M,N] = init + A1·B1 + A2·B2, both packed: a recurrent step, x·W + h·U + bias, in one pass over C. */
INLINE void gemm_packed2(enum init init, const float *bias, const float *a1, ix ars1, const float *packed1, ix K1,
                         const float *a2, ix ars2, const float *packed2, ix K2, float *c, ix ldc, ix M, ix N) {
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), stride = panel_stride(columns);
    struct product p1 = {a1, ars1, 1, packed1 + j * K1, stride, K1};
    struct product p2 = {a2, ars2, 1, packed2 + j * K2, stride, K2};
    panel_product2(init, bias + j, p1, p2, c + j, ldc, M, columns);
  }
}

/* C[M,N] += Aᵀ·B with row-major A[K,M] and B[K,N], K small enough for both to stay in the cache: the weight gradient
 * of one recurrent step. A ragged last panel of B is copied into `edge`, room for K · NR floats. */
INLINE void gemm_tn_add(const float *a, ix lda, const float *b, ix ldb, float *c, ix ldc, ix M, ix N, ix K,
                        float *edge) {
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), full = columns % VL == 0;
    if (!full) pack_b(b + j, ldb, 1, K, columns, edge);
    struct product p = {a, 1, lda, full ? b + j : edge, full ? ldb : panel_stride(columns), K};
    panel_product(FROM_C, 0, p, c + j, ldc, M, columns);
  }
}

/* out[N] += Σ over rows of g[rows, N]. Rows outermost: reads g in order. */
INLINE void add_rows(const float *g, ix ldg, ix rows, ix N, float *out) {
  for (ix i = 0; i < rows; i++) add_to(g + i * ldg, out, N);
}
