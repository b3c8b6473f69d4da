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
#include "activation.h"
#include "gemm.h"
#include "kernel.h"
#include "winograd.h"

SHARED enum {
  TILE = 4,       /* outputs per tile */
  WIDEST = 256,   /* most channels and filters, */
  MOST_GROUPS = 8 /* and most groups of taps, that the blocks below have space for; the caller checks */
};

/* On the stack: transformed inputs of one stretch (128 KiB) and transformed dy of one stretch (64 KiB). */
enum { INPUT_FLOATS = 32768, OUTPUT_FLOATS = 16384, MOST_TILES = 64, MOST_TAPS = 5 };

/* Floats of a block that each point gets, its plane: an odd number of cache lines, so that the planes do not map to the
 * same cache set. */
INLINE ix plane_floats(ix floats, const int points) { return floats / points / 32 * 32 - 16; }
enum { PRODUCT_PLANE = MOST_TILES * NR + 16 };

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

/* partial[piece][i][g, c, f] = Σ_j V_i[j + g, c] · (G·dy)_i[j, f] over the items of the piece. */
struct winograd_filter_gradient_args {
  at x, dy, partial;
  int batch, length, out_length, channels, filters, taps, pad_left, items_per_chunk;
};

/* n ≤ VL columns of a transformed tile of dy. */
INLINE void gradient_vector(const int points, const float *dy, ix F, float *d, ix n) {
  vf g[TILE], u[MOST_POINTS];
  UNROLL
  for (int q = 0; q < TILE; q++) g[q] = v_load_upto(dy + q * F, n);
  winograd_filter(points, TILE, g, u);
  UNROLL
  for (int i = 0; i < points; i++) v_store_upto(d + i * plane_floats(OUTPUT_FLOATS, points), u[i], n);
}

/* d[i·plane + j·F + f] = G of the four rows of dy from row t + 4·j; rows past the end are zero. */
INLINE void transform_gradient(const int points, const float *dy, ix t, ix length, ix F, ix tiles, float *d) {
  float edge[TILE * WIDEST];
  for (ix j = 0; j < tiles; j++, t += TILE, d += F) {
    const float *rows = tile_rows(dy, t, TILE, length, F, edge);
    ix f = 0;
    for (; f + VL <= F; f += VL) gradient_vector(points, rows + f, F, d + f, VL);
    if (f < F) gradient_vector(points, rows + f, F, d + f, F - f);
  }
}

INLINE void filter_gradient(const int points, const struct winograd_filter_gradient_args *args, ix chunk, float *v,
                            float *d) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels, F = args->filters, groups = groups_for(args->taps), K = groups * C;
  ix v_plane = plane_floats(INPUT_FLOATS, points), d_plane = plane_floats(OUTPUT_FLOATS, points);
  ix most = least(stretch(C, groups, points), d_plane / F);
  float edge[MOST_TILES * NR];
  float *du = floats(args->partial) + chunk * points * K * F;
  set_zero(du, points * K * F);
  for (ix item = items.from; item < items.to; item++) {
    const float *x = floats(args->x) + item * args->length * C;
    const float *dy = floats(args->dy) + item * args->out_length * F;
    for (ix t = 0; t < args->out_length; t += most * TILE) {
      ix tiles = least(most, (args->out_length - t + TILE - 1) / TILE);
      transform_input(points, x, t - args->pad_left, args->length, C, tiles + groups - 1, v);
      transform_gradient(points, dy, t, args->out_length, F, tiles, d);
      for (ix i = 0; i < points; i++)
        add_gradient_product((struct gradient_product){
            .a = v + i * v_plane, .a_stride = C,
            .b = d + i * d_plane, .b_stride = F,
            .c = du + i * K * F, .c_stride = F,
            .M = K, .N = F, .K = tiles, .edge = edge,
        });
    }
  }
}

KERNEL(winograd_filter_gradient) {
  float v[INPUT_FLOATS], d[OUTPUT_FLOATS];
  if (points_for(args->taps) == 8) filter_gradient(8, args, chunk, v, d);
  else filter_gradient(7, args, chunk, v, d);
}

/* dw[taps·g + q, c, f] = (Aᵀ[s ∘ Σ_p partial[p]])_q, planes added in order; a piece is a range of groups·channels. */
struct winograd_filter_finish_args {
  at partial, dw;
  int planes, channels, filters, taps, rows_per_chunk;
};

INLINE void filter_finish(const int points, const struct winograd_filter_finish_args *args, ix chunk) {
  const int taps = points - TILE + 1;
  ix C = args->channels, F = args->filters, K = groups_for(args->taps) * C;
  struct range rows = piece(chunk, args->rows_per_chunk, K);
  for (ix row = rows.from; row < rows.to; row++)
    for (ix f = 0; f < F; f += VL) {
      vf du[MOST_POINTS], w[MOST_TAPS];
      for (int i = 0; i < points; i++) {
        const float *from = floats(args->partial) + (i * K + row) * F + f;
        du[i] = v_load_upto(from, F - f);
        for (ix p = 1; p < args->planes; p++) du[i] = v_add(du[i], v_load_upto(from + p * points * K * F, F - f));
      }
      winograd_scale(points, du);
      winograd_output(points, taps, du, w);
      for (int q = 0; q < taps; q++) {
        ix k = row / C * taps + q;
        if (k < args->taps) v_store_upto(floats(args->dw) + (k * C + row % C) * F + f, w[q], F - f);
      }
    }
}

KERNEL(winograd_filter_finish) {
  if (points_for(args->taps) == 8) filter_finish(8, args, chunk);
  else filter_finish(7, args, chunk);
}
