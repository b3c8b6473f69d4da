/* Register-blocked matrix product, used by every kernel that contracts something.
 *
 * The right-hand side B[K,N] is read in column panels of NR = 2·VL floats. `pack_b` writes the panels one after the
 * other, each K × NR and contiguous; a last panel of at most VL columns is K × VL; columns past N are zero. So panel j
 * starts at packed + j·K for a column j that is a multiple of NR, and a packed matrix takes K · packed_columns(N)
 * floats. An unpacked row-major B works too, as long as its last panel is full.
 *
 * The left-hand side A is read in place, element (i, k) at a[i·a_row + k·a_depth].
 */
#pragma once
#include "simd.h"

#define MR 4        /* rows of C in registers */
#define NR (2 * VL) /* columns of C in registers: MR × 2 accumulators + 2 of B + 1 of A fit 16 registers */

INLINE ix round_up(ix n, ix to) { return (n + to - 1) / to * to; }
INLINE ix least(ix a, ix b) { return a < b ? a : b; }
INLINE ix packed_columns(ix n) { return round_up(n, VL); }
/* Columns of the panel that starts at column j, and the floats from one of its packed rows to the next. */
INLINE ix panel_columns(ix j, ix N) { return least(NR, N - j); }
INLINE ix panel_stride(ix columns) { return columns > VL ? NR : VL; }

/* Packs B[K,N], element (k, j) at b[k·b_depth + j·b_column], into panels. For B itself b_depth is its row stride and
 * b_column 1; for the transpose of a row-major [N,K] matrix b_depth is 1 and b_column its row stride. */
void pack_b(const float *b, ix b_depth, ix b_column, ix K, ix N, float *out);

/* One product A·B of a sum: A with its strides, one panel of B with the floats from row to row, and their depth. */
struct product {
  const float *a;
  ix a_row, a_depth;
  const float *b;
  ix b_row, K;
};

/* What C holds before a product is added: zero, a bias in every row, or what it held before. */
enum init { FROM_ZERO, FROM_BIAS, FROM_C };

/* The part of C that one panel of B gives: c[rows, columns], columns ≤ NR, rows `stride` floats apart. `bias` holds
 * `columns` floats and is read for FROM_BIAS only. */
struct target {
  enum init init;
  const float *bias;
  float *c;
  ix stride, rows, columns;
};

/* C = init + A·B */
void panel_product(struct product p, struct target to);

/* C = init + A1·B1 + A2·B2 */
void panel_product2(struct product p1, struct product p2, struct target to);

/* Operands of c[M,N] += Aᵀ·B with row-major a[K,M], b[K,N] and c, whose rows are a_stride, b_stride and c_stride floats
 * apart. `edge` has space for K · NR floats. */
struct gradient_product {
  const float *a;
  ix a_stride;
  const float *b;
  ix b_stride;
  float *c;
  ix c_stride;
  ix M, N, K;
  float *edge;
};

/* C += Aᵀ·B with K small enough for A and B to stay in the cache: a weight gradient. A ragged last panel of B is copied
 * to `edge`. */
INLINE void add_gradient_product(struct gradient_product g) {
  for (ix j = 0; j < g.N; j += NR) {
    ix columns = panel_columns(j, g.N);
    struct product p = {.a = g.a, .a_row = 1, .a_depth = g.a_stride, .b = g.b + j, .b_row = g.b_stride, .K = g.K};
    if (columns % VL != 0) {
      pack_b(g.b + j, g.b_stride, 1, g.K, columns, g.edge);
      p.b = g.edge, p.b_row = panel_stride(columns);
    }
    panel_product(p, (struct target){FROM_C, .c = g.c + j, .stride = g.c_stride, .rows = g.M, .columns = columns});
  }
}
