/* The convolution in tiles, see conv1d-winograd.h. */
#include "activation.h"
#include "conv1d-winograd.h"

/* packed[i] = s_i · U_i, a [groups·rows, columns] matrix in panels. Element (k, r, c) of the filter is at
 * w[first + k·tap_stride + r·row_stride + c·column_stride]; tap strides may be negative. A piece is one group. */
struct winograd_pack_args {
  at w, packed;
  int taps, rows, columns, first, tap_stride, row_stride, column_stride;
};

INLINE vf gather(const float *w, ix stride, ix n) {
  float lanes[VL];
  for (int l = 0; l < VL; l++) lanes[l] = l < n ? w[l * stride] : 0;
  return v_load(lanes);
}

INLINE void pack(const int points, const struct winograd_pack_args *args, ix g) {
  const int taps = points - TILE + 1;
  const float *first = floats(args->w) + args->first;
  ix N = args->columns, K = groups_for(args->taps) * args->rows, plane = K * packed_columns(N);
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), width = panel_stride(columns);
    for (ix r = 0; r < args->rows; r++)
      for (ix c = 0; c < width; c += VL) {
        vf w[MOST_TAPS], u[MOST_POINTS];
        for (ix q = 0, k = g * taps; q < taps; q++, k++) {
          const float *from = first + k * args->tap_stride + r * args->row_stride + (j + c) * args->column_stride;
          w[q] = gather(from, args->column_stride, k < args->taps ? columns - c : 0);
        }
        winograd_filter(points, taps, w, u);
        winograd_scale(points, u);
        float *out = floats(args->packed) + j * K + (g * args->rows + r) * width + c;
        for (int i = 0; i < points; i++) v_store(out + i * plane, u[i]);
      }
  }
}

KERNEL(winograd_pack) {
  if (points_for(args->taps) == 8) pack(8, args, chunk);
  else pack(7, args, chunk);
}

struct winograd_conv1d_args {
  at x, packed, bias, y;
  int batch, length, out_length, channels, filters, taps, pad_left;
  int items_per_chunk, rows_per_chunk, activation;
};

/* Floats of the products of one stretch and panel at one point; an odd number of cache lines, as in plane_floats. */
enum { PRODUCT_PLANE = MOST_TILES * NR + 16 };

/* n ≤ VL columns of the first `rows` rows of a tile of y. */
INLINE void output_vector(const int points, const float *m, float *y, ix F, ix rows, ix n) {
  vf products[MOST_POINTS], out[TILE];
  UNROLL
  for (int i = 0; i < points; i++) products[i] = v_load(m + i * PRODUCT_PLANE);
  winograd_output(points, TILE, products, out);
  UNROLL
  for (int q = 0; q < TILE; q++)
    if (q < rows) v_store_upto(y + q * F, out[q], n);
}

/* `rows` rows of one panel of y from the products m[i][tile][NR]. */
INLINE void transform_output(const int points, const float *m, float *y, ix F, ix columns, ix rows) {
  for (; rows > 0; rows -= TILE, m += NR, y += TILE * F)
    for (ix c = 0; c < columns; c += VL) {
      if (rows >= TILE && c + VL <= columns) output_vector(points, m + c, y + c, F, TILE, VL);
      else output_vector(points, m + c, y + c, F, rows, columns - c);
    }
}

INLINE void convolve(const int points, const struct winograd_conv1d_args *args, ix chunk, float *v) {
  ix segments = (args->out_length + args->rows_per_chunk - 1) / args->rows_per_chunk;
  struct range items = piece(chunk / segments, args->items_per_chunk, args->batch);
  struct range rows = piece(chunk % segments, args->rows_per_chunk, args->out_length);
  ix C = args->channels, F = args->filters, groups = groups_for(args->taps), K = groups * C;
  ix most = stretch(C, groups, points);
  const float *bias = args->bias ? floats(args->bias) : 0;
  float m[MOST_POINTS * PRODUCT_PLANE];

  for (ix item = items.from; item < items.to; item++) {
    const float *x = floats(args->x) + item * args->length * C;
    float *y = floats(args->y) + item * args->out_length * F;
    for (ix t = rows.from; t < rows.to; t += most * TILE) {
      ix last = least(rows.to, t + most * TILE), tiles = (last - t + TILE - 1) / TILE;
      transform_input(points, x, t - args->pad_left, args->length, C, tiles + groups - 1, v);
      for (ix j = 0; j < F; j += NR) {
        ix columns = panel_columns(j, F), width = panel_stride(columns);
        for (ix i = 0; i < points; i++) {
          const float *u = floats(args->packed) + i * K * packed_columns(F) + j * K;
          struct product p = {v + i * plane_floats(INPUT_FLOATS, points), C, 1, u, width, K};
          /* What is added at the point 1 is added to every output. */
          enum init init = bias && i == 0 ? FROM_BIAS : FROM_ZERO;
          float *mi = m + i * PRODUCT_PLANE;
          panel_product(p, (struct target){init, bias + j, mi, .stride = NR, .rows = tiles, .columns = columns});
        }
        transform_output(points, m, y + t * F + j, F, columns, last - t);
      }
      activate(args->activation, y + t * F, (last - t) * F);
    }
  }
}

KERNEL(winograd_conv1d) {
  float v[INPUT_FLOATS];
  if (points_for(args->taps) == 8) convolve(8, args, chunk, v);
  else convolve(7, args, chunk, v);
}
