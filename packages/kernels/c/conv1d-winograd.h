/* Convolution with stride 1, dilation 1 and one group in tiles of four outputs: F(4, 5) for five taps, 40 % of the
 * multiplications, otherwise F(4, 4) for groups of four taps, half the multiplications for seven.
 *
 * Tile j of the outputs needs input tiles j, j + 1, … for its groups g, so every tile is transformed once. With
 * V_i[j, :] the transformed tile at point i, C floats wide,
 *
 *   M_i[j, :] = Σ_g V_i[j + g, :] · U_i,g
 *
 * is one matrix product per point, whose rows of groups·C floats overlap like the windows of the plain convolution.
 * Filter gradients are the same identity with dy, in tiles of four, as the filter and its taps as the outputs. */
#pragma once
#include "gemm.h"
#include "kernel.h"
#include "winograd.h"

SHARED enum {
  TILE = 4,       /* outputs per tile */
  WIDEST = 512,   /* most channels, and most filters, that the blocks on the stack have space for, */
  MOST_GROUPS = 8 /* and most groups of taps; the caller checks */
};

/* A block on the stack holds the transformed inputs of one stretch, 128 KiB. */
enum { INPUT_FLOATS = 32768, MOST_TILES = 64, MOST_TAPS = 5 };

/* Floats of a block that each point gets, its plane: an odd number of cache lines, so that the planes do not map to the
 * same cache set. */
INLINE ix plane_floats(ix floats, const int points) { return floats / points / 32 * 32 - 16; }

/* How taps are cut: five make one group of eight points, others groups of four with seven. */
INLINE int points_for(ix taps) { return taps == 5 ? 8 : 7; }
INLINE ix groups_for(ix taps) { return taps == 5 ? 1 : (taps + 3) / 4; }

/* Tiles per stretch, so that `tiles + groups − 1` transformed tiles of C channels fit. */
INLINE ix stretch(ix C, ix groups, const int points) {
  return least(MOST_TILES, plane_floats(INPUT_FLOATS, points) / C - (groups - 1));
}

/* Rows [first, first + rows) of x[length, width], in place if all exist, or else in `edge` with zeros. */
INLINE const float *tile_rows(const float *x, ix first, ix rows, ix length, ix width, float *edge) {
  ix from = first < 0 ? 0 : first, to = least(first + rows, length);
  if (to - from == rows) return x + first * width;
  set_zero(edge, rows * width);
  if (from < to) copy(x + from * width, edge + (from - first) * width, (to - from) * width);
  return edge;
}

/* n ≤ VL channels of a transformed input tile. */
INLINE void input_vector(const int points, const float *x, ix C, float *v, ix n) {
  vf d[MOST_POINTS], out[MOST_POINTS];
  UNROLL
  for (int q = 0; q < points; q++) d[q] = v_load_upto(x + q * C, n);
  winograd_input(points, d, out);
  UNROLL
  for (int i = 0; i < points; i++) v_store_upto(v + i * plane_floats(INPUT_FLOATS, points), out[i], n);
}

/* v[i·plane + j·C + c] = Bᵀ of the tile of x that starts at row `first` + 4·j; rows outside [0, length) are zero. */
INLINE void transform_input(const int points, const float *x, ix first, ix length, ix C, ix tiles, float *v) {
  float edge[MOST_POINTS * WIDEST];
  for (ix j = 0; j < tiles; j++, first += TILE, v += C) {
    const float *rows = tile_rows(x, first, points, length, C, edge);
    ix c = 0;
    for (; c + VL <= C; c += VL) input_vector(points, rows + c, C, v + c, VL);
    if (c < C) input_vector(points, rows + c, C, v + c, C - c);
  }
}
