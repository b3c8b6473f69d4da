/* The loops of gemm.h. They are compiled once and called per panel: inlined, they would be most of the module. */
#include "gemm.h"

void pack_b(const float *b, ix brs, ix bcs, ix K, ix N, float *out) {
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), stride = panel_stride(columns);
    const float *bj = b + j * bcs;
    if (bcs == 1) {
      for (ix k = 0; k < K; k++, out += stride) {
        const float *from = bj + k * brs;
        ix q = 0;
        for (; q + VL <= columns; q += VL) v_store(out + q, v_load(from + q));
        if (q < columns) v_store(out + q, v_load_n(from + q, columns - q));
      }
    } else {
      for (ix q = 0; q < stride; q += VL) {
        ix k = 0;
        if (brs == 1 && q + VL <= columns)
          for (; k + VL <= K; k += VL) transpose_square(bj + q * bcs + k, bcs, out + k * stride + q, stride);
        for (; k < K; k++)
          for (ix w = q; w < q + VL; w++) out[k * stride + w] = w < columns ? bj[k * brs + w * bcs] : 0;
      }
      out += K * stride;
    }
  }
}

/* One k of acc[i][v] += Σ_k A(i, k) · B(k, v). */
INLINE void tile_step(vf acc[][2], const int rows, const int vectors, const float *a, ix ars, const float *b) {
  vf b0 = v_load(b), b1 = vectors == 2 ? v_load(b + VL) : b0;
  UNROLL
  for (int i = 0; i < rows; i++) {
    vf ai = v_load1(a + i * ars);
    acc[i][0] = v_madd(ai, b0, acc[i][0]);
    if (vectors == 2) acc[i][1] = v_madd(ai, b1, acc[i][1]);
  }
}

/* The loop in which a network spends its time. In a straight piece of code V8 makes all loads first, and with more
 * than one step of them it runs out of registers; a way out between the steps keeps each step together. */
INLINE void tile_madd(vf acc[][2], const int rows, const int vectors, const float *a, ix ars, ix aks, const float *b,
                      ix bs, ix K) {
  if (aks == 1) {
    for (const float *end = a + K; a != end; a += 4, b += bs) {
      tile_step(acc, rows, vectors, a, ars, b);
      if (a + 1 == end) break;
      b += bs;
      tile_step(acc, rows, vectors, a + 1, ars, b);
      if (a + 2 == end) break;
      b += bs;
      tile_step(acc, rows, vectors, a + 2, ars, b);
      if (a + 3 == end) break;
      b += bs;
      tile_step(acc, rows, vectors, a + 3, ars, b);
    }
  } else {
    for (; K > 0; K--, a += aks, b += bs) tile_step(acc, rows, vectors, a, ars, b);
  }
}

/* The last vector of a row of C or of a bias holds `last` floats; `whole` says at compile time that it is full. */
INLINE vf tile_get(const float *p, const int whole, ix last) { return whole ? v_load(p) : v_load_n(p, last); }

INLINE void tile_begin(vf acc[][2], const int rows, const int vectors, const int whole, ix last, enum init init,
                       const float *bias, const float *c, ix ldc) {
  UNROLL
  for (int i = 0; i < rows; i++)
    UNROLL
    for (int v = 0; v < vectors; v++) {
      const float *from = (init == FROM_BIAS ? bias : c + i * ldc) + v * VL;
      acc[i][v] = init == FROM_ZERO ? v_splat(0) : tile_get(from, whole || v < vectors - 1, last);
    }
}

INLINE void tile_end(vf acc[][2], const int rows, const int vectors, const int whole, ix last, float *c, ix ldc) {
  UNROLL
  for (int i = 0; i < rows; i++)
    UNROLL
    for (int v = 0; v < vectors; v++) {
      if (whole || v < vectors - 1) v_store(c + i * ldc + v * VL, acc[i][v]);
      else v_store_n(c + i * ldc + v * VL, acc[i][v], last);
    }
}

/* C[rows, columns] = init + A1·B1 + A2·B2 for one panel; K = 0 leaves a product out. */
INLINE void tile(const int rows, const int vectors, const int whole, ix last, enum init init, const float *bias,
                 struct product p1, struct product p2, float *c, ix ldc) {
  vf acc[MR][2];
  tile_begin(acc, rows, vectors, whole, last, init, bias, c, ldc);
  tile_madd(acc, rows, vectors, p1.a, p1.ars, p1.aks, p1.b, p1.bs, p1.K);
  if (p2.K) tile_madd(acc, rows, vectors, p2.a, p2.ars, p2.aks, p2.b, p2.bs, p2.K);
  tile_end(acc, rows, vectors, whole, last, c, ldc);
}

/* All M rows of one panel, in tiles of 4, 2 and 1 rows. */
INLINE void panel_rows(const int vectors, const int whole, ix last, enum init init, const float *bias,
                       struct product p1, struct product p2, float *c, ix ldc, ix M) {
  ix i = 0;
  for (; i + MR <= M; i += MR) {
    tile(MR, vectors, whole, last, init, bias, p1, p2, c, ldc);
    p1.a += MR * p1.ars, p2.a += MR * p2.ars, c += MR * ldc;
  }
  if (i + 2 <= M) {
    tile(2, vectors, whole, last, init, bias, p1, p2, c, ldc);
    i += 2, p1.a += 2 * p1.ars, p2.a += 2 * p2.ars, c += 2 * ldc;
  }
  if (i < M) tile(1, vectors, whole, last, init, bias, p1, p2, c, ldc);
}

void panel_product2(enum init init, const float *bias, struct product p1, struct product p2, float *c, ix ldc,
                           ix M, ix columns) {
  if (columns == NR) panel_rows(2, 1, VL, init, bias, p1, p2, c, ldc, M);
  else if (columns > VL) panel_rows(2, 0, columns - VL, init, bias, p1, p2, c, ldc, M);
  else if (columns == VL) panel_rows(1, 1, VL, init, bias, p1, p2, c, ldc, M);
  else panel_rows(1, 0, columns, init, bias, p1, p2, c, ldc, M);
}

void panel_product(enum init init, const float *bias, struct product p, float *c, ix ldc, ix M, ix columns) {
  const struct product none = {0};
  if (columns == NR) panel_rows(2, 1, VL, init, bias, p, none, c, ldc, M);
  else if (columns > VL) panel_rows(2, 0, columns - VL, init, bias, p, none, c, ldc, M);
  else if (columns == VL) panel_rows(1, 1, VL, init, bias, p, none, c, ldc, M);
  else panel_rows(1, 0, columns, init, bias, p, none, c, ldc, M);
}
