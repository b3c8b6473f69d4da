/* The loops of gemm.h, compiled once and called per panel. Inlined, they would be most of the module. */
#include "gemm.h"

void pack_b(const float *b, ix b_depth, ix b_column, ix K, ix N, float *out) {
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), stride = panel_stride(columns);
    const float *bj = b + j * b_column;
    if (b_column == 1) {
      for (ix k = 0; k < K; k++, out += stride) {
        const float *from = bj + k * b_depth;
        ix q = 0;
        for (; q + VL <= columns; q += VL) v_store(out + q, v_load(from + q));
        if (q < columns) v_store(out + q, v_load_n(from + q, columns - q));
      }
    } else {
      for (ix q = 0; q < stride; q += VL) {
        ix k = 0;
        if (b_depth == 1 && q + VL <= columns)
          for (; k + VL <= K; k += VL) transpose_square(bj + q * b_column + k, b_column, out + k * stride + q, stride);
        for (; k < K; k++)
          for (ix w = q; w < q + VL; w++) out[k * stride + w] = w < columns ? bj[k * b_depth + w * b_column] : 0;
      }
      out += K * stride;
    }
  }
}

/* Step k of acc[i][v] += Σ_k A(i, k) · B(k, v). */
INLINE void tile_step(vf acc[][2], const int rows, const int vectors, const float *a, ix a_row, const float *b) {
  vf b0 = v_load(b), b1 = vectors == 2 ? v_load(b + VL) : b0;
  UNROLL
  for (int i = 0; i < rows; i++) {
    vf ai = v_load1(a + i * a_row);
    acc[i][0] = v_madd(ai, b0, acc[i][0]);
    if (vectors == 2) acc[i][1] = v_madd(ai, b1, acc[i][1]);
  }
}

/* The loop that takes most of the time of a network. V8 moves all loads of a branch-free piece of code to its start,
 * and with the loads of more than one step it runs out of registers; a branch between the steps keeps them apart. */
INLINE void tile_madd(vf acc[][2], const int rows, const int vectors, struct product p) {
  const float *a = p.a, *b = p.b;
  if (p.a_depth == 1) {
    for (const float *end = a + p.K; a != end; a += 4, b += p.b_row) {
      tile_step(acc, rows, vectors, a, p.a_row, b);
      if (a + 1 == end) break;
      b += p.b_row;
      tile_step(acc, rows, vectors, a + 1, p.a_row, b);
      if (a + 2 == end) break;
      b += p.b_row;
      tile_step(acc, rows, vectors, a + 2, p.a_row, b);
      if (a + 3 == end) break;
      b += p.b_row;
      tile_step(acc, rows, vectors, a + 3, p.a_row, b);
    }
  } else {
    for (ix k = p.K; k > 0; k--, a += p.a_depth, b += p.b_row) tile_step(acc, rows, vectors, a, p.a_row, b);
  }
}

/* The shape of a tile of C. The last vector of its rows holds `last` floats; `whole` says at compile time that it is
 * full. */
struct tile {
  const int rows, vectors, whole;
  ix last;
};

INLINE void tile_begin(vf acc[][2], const struct tile t, struct target to) {
  UNROLL
  for (int i = 0; i < t.rows; i++)
    UNROLL
    for (int v = 0; v < t.vectors; v++) {
      const float *from = (to.init == FROM_BIAS ? to.bias : to.c + i * to.stride) + v * VL;
      if (to.init == FROM_ZERO) acc[i][v] = v_splat(0);
      else acc[i][v] = t.whole || v < t.vectors - 1 ? v_load(from) : v_load_n(from, t.last);
    }
}

INLINE void tile_end(vf acc[][2], const struct tile t, struct target to) {
  UNROLL
  for (int i = 0; i < t.rows; i++)
    UNROLL
    for (int v = 0; v < t.vectors; v++) {
      float *c = to.c + i * to.stride + v * VL;
      if (t.whole || v < t.vectors - 1) v_store(c, acc[i][v]);
      else v_store_n(c, acc[i][v], t.last);
    }
}

/* C = init + A1·B1 + A2·B2 for one tile; K = 0 leaves the second product out. */
INLINE void tile(const struct tile t, struct product p1, struct product p2, struct target to) {
  vf acc[MR][2];
  tile_begin(acc, t, to);
  tile_madd(acc, t.rows, t.vectors, p1);
  if (p2.K) tile_madd(acc, t.rows, t.vectors, p2);
  tile_end(acc, t, to);
}

/* All rows of one panel, in tiles of 4, 2 and 1 rows. */
INLINE void panel_rows(const int vectors, const int whole, ix last, struct product p1, struct product p2,
                       struct target to) {
  ix i = 0;
  for (; i + MR <= to.rows; i += MR) {
    tile((struct tile){MR, vectors, whole, last}, p1, p2, to);
    p1.a += MR * p1.a_row, p2.a += MR * p2.a_row, to.c += MR * to.stride;
  }
  if (i + 2 <= to.rows) {
    tile((struct tile){2, vectors, whole, last}, p1, p2, to);
    i += 2, p1.a += 2 * p1.a_row, p2.a += 2 * p2.a_row, to.c += 2 * to.stride;
  }
  if (i < to.rows) tile((struct tile){1, vectors, whole, last}, p1, p2, to);
}

INLINE void panel(struct product p1, struct product p2, struct target to) {
  ix columns = to.columns;
  if (columns == NR) panel_rows(2, 1, VL, p1, p2, to);
  else if (columns > VL) panel_rows(2, 0, columns - VL, p1, p2, to);
  else if (columns == VL) panel_rows(1, 1, VL, p1, p2, to);
  else panel_rows(1, 0, columns, p1, p2, to);
}

void panel_product2(struct product p1, struct product p2, struct target to) { panel(p1, p2, to); }

void panel_product(struct product p, struct target to) { panel(p, (struct product){0}, to); }
