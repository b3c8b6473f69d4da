/* The filter gradient of a convolution in tiles, see conv1d-winograd.h. */
#include "conv1d-winograd.h"

/* A second block on the stack holds the transformed dy of one stretch, 64 KiB, for at most MOST_COLUMNS filters at a
 * time: with more, a stretch would be so short that adding to du took longer than the products. */
enum { OUTPUT_FLOATS = 16384, MOST_COLUMNS = 256 };

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

/* d[i·plane + j·columns + f] = G of the four rows of dy[length, F] from row t + 4·j, columns first + f; rows past the end
 * are zero. */
INLINE void transform_gradient(const int points, const float *dy, ix t, ix length, ix F, ix first, ix columns, ix tiles,
                               float *d) {
  float edge[TILE * WIDEST];
  for (ix j = 0; j < tiles; j++, t += TILE, d += columns) {
    const float *rows = tile_rows(dy, t, TILE, length, F, edge) + first;
    ix f = 0;
    for (; f + VL <= columns; f += VL) gradient_vector(points, rows + f, F, d + f, VL);
    if (f < columns) gradient_vector(points, rows + f, F, d + f, columns - f);
  }
}

/* Filters that are computed together: all, or equal parts in multiples of 32, whatever the width of vectors is. */
INLINE ix gradient_columns(ix F) {
  ix parts = (F + MOST_COLUMNS - 1) / MOST_COLUMNS;
  return parts == 1 ? F : round_up((F + parts - 1) / parts, 32);
}

INLINE void filter_gradient(const int points, const struct winograd_filter_gradient_args *args, ix chunk, float *v,
                            float *d) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels, F = args->filters, groups = groups_for(args->taps), K = groups * C;
  ix v_plane = plane_floats(INPUT_FLOATS, points), d_plane = plane_floats(OUTPUT_FLOATS, points);
  ix width = gradient_columns(F), most = least(stretch(C, groups, points), d_plane / width);
  float edge[MOST_TILES * NR];
  float *du = floats(args->partial) + chunk * points * K * F;
  set_zero(du, points * K * F);
  for (ix f = 0; f < F; f += width) {
    ix columns = least(width, F - f);
    for (ix item = items.from; item < items.to; item++) {
      const float *x = floats(args->x) + item * args->length * C;
      const float *dy = floats(args->dy) + item * args->out_length * F;
      for (ix t = 0; t < args->out_length; t += most * TILE) {
        ix tiles = least(most, (args->out_length - t + TILE - 1) / TILE);
        transform_input(points, x, t - args->pad_left, args->length, C, tiles + groups - 1, v);
        transform_gradient(points, dy, t, args->out_length, F, f, columns, tiles, d);
        for (ix i = 0; i < points; i++)
          add_gradient_product((struct gradient_product){
              .a = v + i * v_plane, .a_stride = C,
              .b = d + i * d_plane, .b_stride = columns,
              .c = du + i * K * F + f, .c_stride = F,
              .M = K, .N = columns, .K = tiles, .edge = edge,
          });
      }
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
