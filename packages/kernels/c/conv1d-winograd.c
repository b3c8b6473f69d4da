/* Convolution with stride 1, dilation 1 and one group by F(4, 4): half the multiplications for seven taps.
 *
 * The taps are taken four at a time, in groups g: tile j of the outputs needs input tiles j, j + 1, … for its groups, so
 * every tile is transformed once. With V_i[j, :] the transformed tile at point i, C floats wide,
 *
 *   M_i[j, :] = Σ_g V_i[j + g, :] · U_i,g
 *
 * is one matrix product per point, whose rows of groups·C floats overlap like the windows of the plain convolution. */
#include "activation.h"
#include "gemm.h"
#include "kernel.h"
#include "winograd.h"

/* On the stack: transformed inputs of one stretch (128 KiB) and transformed dy of one stretch (64 KiB). Callers keep
 * channels, filters ≤ WIDEST and groups ≤ MOST_GROUPS (src/conv1d-winograd.ts). */
enum { INPUT_FLOATS = 32768, OUTPUT_FLOATS = 16384, MOST_TILES = 64, WIDEST = 256 };

/* Tiles per stretch, so that `tiles + groups − 1` transformed tiles of C channels fit. */
INLINE ix stretch(ix C, ix groups) { return least(MOST_TILES, INPUT_FLOATS / (POINTS * C) - (groups - 1)); }

/* v[i·plane + j·C + c] = Bᵀ of the tile of x that starts at row `first` + 4·j; rows outside [0, length) are zero. */
static void transform_input(const float *x, ix first, ix length, ix C, ix tiles, float *v, ix plane) {
  float zeros[WIDEST];
  set_zero(zeros, C);
  for (ix j = 0; j < tiles; j++, v += C) {
    const float *rows[POINTS];
    for (int q = 0; q < POINTS; q++) {
      ix row = first + TILE * j + q;
      rows[q] = row >= 0 && row < length ? x + row * C : zeros;
    }
    for (ix c = 0; c < C; c += VL) {
      vf d[POINTS], out[POINTS];
      UNROLL
      for (int q = 0; q < POINTS; q++) d[q] = v_load_upto(rows[q] + c, C - c);
      winograd_input(d, out);
      UNROLL
      for (int i = 0; i < POINTS; i++) v_store_upto(v + i * plane + c, out[i], C - c);
    }
  }
}

/* packed[i] = U_i, a [groups·rows, columns] matrix in panels. Element (k, r, c) of the filter is at
 * w[k·tap_stride + r·row_stride + c·column_stride]; tap strides may be negative. A piece is one point. */
struct winograd_pack_args {
  at w, packed;
  int taps, rows, columns, first, tap_stride, row_stride, column_stride;
};

KERNEL(winograd_pack) {
  ix groups = (args->taps + TILE - 1) / TILE, N = args->columns;
  const float *w = floats(args->w) + args->first;
  float *out = floats(args->packed) + chunk * groups * args->rows * packed_columns(N);
  for (ix j = 0; j < N; j += NR) {
    ix columns = panel_columns(j, N), stride = panel_stride(columns);
    for (ix g = 0; g < groups; g++)
      for (ix r = 0; r < args->rows; r++, out += stride)
        for (ix c = 0; c < stride; c += VL) {
          vf taps[TILE], u[POINTS];
          for (int q = 0; q < TILE; q++) {
            float lanes[VL];
            ix k = g * TILE + q;
            for (int l = 0; l < VL; l++)
              lanes[l] = k < args->taps && c + l < columns ? w[k * args->tap_stride + r * args->row_stride +
                                                               (j + c + l) * args->column_stride]
                                                           : 0;
            taps[q] = v_load(lanes);
          }
          winograd_filter(taps, u);
          v_store(out + c, u[chunk]);
        }
  }
}

struct winograd_conv1d_args {
  at x, packed, bias, y;
  int batch, length, out_length, channels, filters, taps, pad_left;
  int items_per_chunk, rows_per_chunk;
  int activation;
};

/* y rows [t, last) of one panel from the products m[i][tiles][NR]. */
static void transform_output(const float *m, ix tiles, const float *bias, float *y, ix F, ix columns, ix t, ix last) {
  for (ix j = 0; j < tiles; j++)
    for (ix c = 0; c < columns; c += VL) {
      vf products[POINTS], out[TILE], b = bias ? v_load_upto(bias + c, columns - c) : v_splat(0);
      UNROLL
      for (int i = 0; i < POINTS; i++) products[i] = v_load(m + (i * tiles + j) * NR + c);
      winograd_output(products, out);
      ix row = t + j * TILE;
      UNROLL
      for (int q = 0; q < TILE; q++)
        if (row + q < last) v_store_upto(y + (row + q) * F + c, v_add(out[q], b), columns - c);
    }
}

KERNEL(winograd_conv1d) {
  ix segments = (args->out_length + args->rows_per_chunk - 1) / args->rows_per_chunk;
  struct range items = piece(chunk / segments, args->items_per_chunk, args->batch);
  struct range rows = piece(chunk % segments, args->rows_per_chunk, args->out_length);
  ix C = args->channels, F = args->filters, groups = (args->taps + TILE - 1) / TILE, K = groups * C;
  ix most = stretch(C, groups);
  const float *bias = args->bias ? floats(args->bias) : 0;
  float v[INPUT_FLOATS], m[POINTS * MOST_TILES * NR];

  for (ix item = items.from; item < items.to; item++) {
    const float *x = floats(args->x) + item * args->length * C;
    float *y = floats(args->y) + item * args->out_length * F;
    for (ix t = rows.from; t < rows.to; t += most * TILE) {
      ix last = least(rows.to, t + most * TILE), tiles = (last - t + TILE - 1) / TILE;
      ix plane = (tiles + groups - 1) * C;
      transform_input(x, t - args->pad_left, args->length, C, tiles + groups - 1, v, plane);
      for (ix j = 0; j < F; j += NR) {
        ix columns = panel_columns(j, F);
        for (ix i = 0; i < POINTS; i++) {
          const float *u = floats(args->packed) + i * K * packed_columns(F) + j * K;
          struct product p = {v + i * plane, C, 1, u, panel_stride(columns), K};
          panel_product(FROM_ZERO, 0, p, m + i * tiles * NR, NR, tiles, panel_stride(columns));
        }
        transform_output(m, tiles, bias ? bias + j : 0, y + j, F, columns, t, last);
      }
      if (args->activation != LINEAR)
        for (ix row = t; row < last; row++) activate(args->activation, y + row * F, F);
    }
  }
}

/* partial[piece][i][g, c, f] = Σ_j V_i[j + g, c] · (G·dy)_i[j, f] over the items of the piece. */
struct winograd_filter_gradient_args {
  at x, dy, partial;
  int batch, length, out_length, channels, filters, taps, pad_left;
  int items_per_chunk;
};

/* d[i·tiles·F + j·F + f] = G of the four rows of dy from row t + 4·j; rows past the end are zero. */
static void transform_gradient(const float *dy, ix t, ix length, ix F, ix tiles, float *d) {
  float zeros[WIDEST];
  set_zero(zeros, F);
  for (ix j = 0; j < tiles; j++)
    for (ix f = 0; f < F; f += VL) {
      vf g[TILE], u[POINTS];
      UNROLL
      for (int q = 0; q < TILE; q++) {
        ix row = t + j * TILE + q;
        g[q] = v_load_upto((row < length ? dy + row * F : zeros) + f, F - f);
      }
      winograd_filter(g, u);
      UNROLL
      for (int i = 0; i < POINTS; i++) v_store_upto(d + (i * tiles + j) * F + f, u[i], F - f);
    }
}

KERNEL(winograd_filter_gradient) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels, F = args->filters, groups = (args->taps + TILE - 1) / TILE, K = groups * C;
  ix most = least(stretch(C, groups), OUTPUT_FLOATS / (POINTS * F));
  float v[INPUT_FLOATS], d[OUTPUT_FLOATS], edge[MOST_TILES * NR];
  float *du = floats(args->partial) + chunk * POINTS * K * F;
  set_zero(du, POINTS * K * F);
  for (ix item = items.from; item < items.to; item++) {
    const float *x = floats(args->x) + item * args->length * C;
    const float *dy = floats(args->dy) + item * args->out_length * F;
    for (ix t = 0; t < args->out_length; t += most * TILE) {
      ix tiles = least(most, (args->out_length - t + TILE - 1) / TILE), plane = (tiles + groups - 1) * C;
      transform_input(x, t - args->pad_left, args->length, C, tiles + groups - 1, v, plane);
      transform_gradient(dy, t, args->out_length, F, tiles, d);
      for (ix i = 0; i < POINTS; i++)
        gemm_tn_add(v + i * plane, C, d + i * tiles * F, F, du + i * K * F, F, K, F, tiles, edge);
    }
  }
}

/* dw[4·g + q, c, f] = (Aᵀ Σ_p partial[p])_q, planes added in order; a piece is a range of the groups·channels rows. */
struct winograd_filter_finish_args {
  at partial, dw;
  int planes, channels, filters, taps, rows_per_chunk;
};

KERNEL(winograd_filter_finish) {
  ix C = args->channels, F = args->filters, K = (args->taps + TILE - 1) / TILE * C;
  struct range rows = piece(chunk, args->rows_per_chunk, K);
  for (ix row = rows.from; row < rows.to; row++)
    for (ix f = 0; f < F; f += VL) {
      vf du[POINTS], taps[TILE];
      for (int i = 0; i < POINTS; i++) {
        const float *from = floats(args->partial) + (i * K + row) * F + f;
        du[i] = v_load_upto(from, F - f);
        for (ix p = 1; p < args->planes; p++) du[i] = v_add(du[i], v_load_upto(from + p * POINTS * K * F, F - f));
      }
      winograd_output(du, taps);
      for (int q = 0; q < TILE; q++) {
        ix k = row / C * TILE + q;
        if (k < args->taps) v_store_upto(floats(args->dw) + (k * C + row % C) * F + f, taps[q], F - f);
      }
    }
}
