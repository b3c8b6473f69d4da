/* One-dimensional convolution, channels last, read in place: no window is ever copied.
 *
 *   y[b, t, f] = act(bias[f] + Σ_k Σ_c x[b, t·stride + k·dilation − pad_left, c] · w[k, c, f]),  x = 0 outside [0, L)
 *
 * With dilation 1 and one group, the taps·C inputs of an output lie side by side, so all taps are one matrix product
 * whose rows overlap. Otherwise, and at the padded ends, every tap is a product of its own over the outputs that it
 * reaches. */
#include "activation.h"
#include "gemm.h"
#include "kernel.h"

/* Packs the filter w[taps, C / groups, F] into panels per group, for conv1d; or, with `flip`, its transpose with the
 * taps in reverse order, which makes conv1d compute the input gradient of a convolution with stride 1, and which
 * conv1d_scatter takes tap by tap. A piece is a group. */
struct conv1d_pack_args {
  at w, packed;
  int taps, group_channels, filters, groups, flip;
};

KERNEL(conv1d_pack) {
  ix taps = args->taps, C = args->group_channels, F = args->filters / args->groups;
  const float *w = floats(args->w) + chunk * F;
  ix rows = taps * (args->flip ? F : C), columns = packed_columns(args->flip ? C : F);
  float *out = floats(args->packed) + chunk * rows * columns;
  if (!args->flip) {
    pack_b(w, args->filters, 1, rows, F, out);
    return;
  }
  /* Row (k, f), column c of the flipped matrix is w[taps − 1 − k, c, f]. */
  for (ix j = 0; j < C; j += NR) {
    ix panel = panel_columns(j, C), stride = panel_stride(panel);
    for (ix k = taps - 1; k >= 0; k--) {
      pack_b(w + (k * C + j) * args->filters, 1, args->filters, F, panel, out);
      out += F * stride;
    }
  }
}

struct conv1d_args {
  at x, packed, bias, y;
  int batch, length, out_length, channels, filters, taps;
  int stride, dilation, pad_left, groups;
  int items_per_chunk, rows_per_chunk;
  int activation;
};

INLINE ix floor_div(ix a, ix b) { return a >= 0 ? a / b : -((b - 1 - a) / b); }
INLINE ix clamp(ix a, ix low, ix high) { return a < low ? low : a > high ? high : a; }

/* The outputs, among [from, to), for which tap k reads inside x. */
INLINE struct range reach(ix k, ix stride, ix dilation, ix pad_left, ix length, struct range rows) {
  ix shift = pad_left - k * dilation; /* output t reads input t·stride − shift */
  ix from = clamp(-floor_div(-shift, stride), rows.from, rows.to);
  return (struct range){from, clamp(floor_div(length - 1 + shift, stride) + 1, from, rows.to)};
}

/* One panel of `columns` outputs for the rows [rows.from, rows.to) of one item, tap by tap. */
static void panel_by_taps(const struct conv1d_args *args, const float *x, const float *panel, const float *bias,
                          float *y, struct range rows, ix columns) {
  ix C = args->channels / args->groups, stride = panel_stride(columns);
  for (ix t = rows.from; t < rows.to; t++) {
    if (bias) copy(bias, y + t * args->filters, columns);
    else set_zero(y + t * args->filters, columns);
  }
  for (ix k = 0; k < args->taps; k++) {
    struct range t = reach(k, args->stride, args->dilation, args->pad_left, args->length, rows);
    const float *a = x + (t.from * args->stride + k * args->dilation - args->pad_left) * args->channels;
    struct product p = {a, args->stride * args->channels, 1, panel + k * C * stride, stride, C};
    float *yt = y + t.from * args->filters;
    panel_product(p, (struct target){FROM_C, .c = yt, .stride = args->filters, .rows = t.to - t.from, .columns = columns});
  }
}

KERNEL(conv1d) {
  ix segments = (args->out_length + args->rows_per_chunk - 1) / args->rows_per_chunk;
  struct range items = piece(chunk / segments, args->items_per_chunk, args->batch);
  struct range rows = piece(chunk % segments, args->rows_per_chunk, args->out_length);
  ix groups = args->groups, C = args->channels / groups, F = args->filters / groups, K = args->taps * C;
  ix stride = args->stride, pad = args->pad_left;

  /* Outputs whose every tap reads inside x, when those inputs lie side by side. */
  struct range first = reach(0, stride, args->dilation, pad, args->length, rows);
  struct range last = reach(args->taps - 1, stride, args->dilation, pad, args->length, rows);
  struct range inner = {first.from, last.to};
  if (groups > 1 || args->dilation > 1 || inner.to < inner.from) inner = (struct range){rows.to, rows.to};

  for (ix item = items.from; item < items.to; item++)
    for (ix g = 0; g < groups; g++) {
      const float *x = floats(args->x) + item * args->length * args->channels + g * C;
      float *y = floats(args->y) + item * args->out_length * args->filters + g * F;
      const float *packed = floats(args->packed) + g * K * packed_columns(F);
      const float *bias = args->bias ? floats(args->bias) + g * F : 0;
      for (ix j = 0; j < F; j += NR) {
        ix columns = panel_columns(j, F);
        const float *panel = packed + j * K, *bj = bias ? bias + j : 0;
        struct product p = {x + (inner.from * stride - pad) * C, stride * C, 1, panel, panel_stride(columns), K};
        float *yj = y + inner.from * args->filters + j;
        enum init init = bias ? FROM_BIAS : FROM_ZERO;
        ix outputs = inner.to - inner.from;
        panel_product(p, (struct target){init, bj, yj, .stride = args->filters, .rows = outputs, .columns = columns});
        panel_by_taps(args, x, panel, bj, y + j, (struct range){rows.from, inner.from}, columns);
        panel_by_taps(args, x, panel, bj, y + j, (struct range){inner.to, rows.to}, columns);
      }
      if (args->activation != LINEAR)
        for (ix t = rows.from; t < rows.to; t++) activate(args->activation, y + t * args->filters, F);
    }
}

/* Input gradient for any stride: dx[b, t·stride + k·dilation − pad_left, c] += Σ_f dy[b, t, f] · w[k, c, f], the rows of
 * dx that one tap reaches being `stride` apart. `packed` is the flipped filter. */
struct conv1d_scatter_args {
  at dy, packed, dx;
  int batch, length, out_length, channels, filters, taps;
  int stride, dilation, pad_left, groups;
  int items_per_chunk;
};

KERNEL(conv1d_scatter) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix groups = args->groups, C = args->channels / groups, F = args->filters / groups, taps = args->taps;
  for (ix item = items.from; item < items.to; item++) {
    float *dx = floats(args->dx) + item * args->length * args->channels;
    set_zero(dx, args->length * args->channels);
    for (ix g = 0; g < groups; g++) {
      const float *dy = floats(args->dy) + item * args->out_length * args->filters + g * F;
      const float *packed = floats(args->packed) + g * taps * F * packed_columns(C);
      for (ix j = 0; j < C; j += NR) {
        ix columns = panel_columns(j, C), stride = panel_stride(columns);
        const float *panel = packed + j * taps * F;
        for (ix k = 0; k < taps; k++) {
          struct range t = reach(k, args->stride, args->dilation, args->pad_left, args->length,
                                 (struct range){0, args->out_length});
          ix input = t.from * args->stride + k * args->dilation - args->pad_left;
          const float *wk = panel + (taps - 1 - k) * F * stride;
          struct product p = {dy + t.from * args->filters, args->filters, 1, wk, stride, F};
          float *dxj = dx + input * args->channels + g * C + j;
          ix apart = args->stride * args->channels;
          panel_product(p, (struct target){FROM_C, .c = dxj, .stride = apart, .rows = t.to - t.from, .columns = columns});
        }
      }
    }
  }
}

/* Filter gradient: partial[piece][k, c, f] = Σ_b Σ_t x[b, t·stride + k·dilation − pad_left, c] · dy[b, t, f] over the
 * items of the piece. */
struct conv1d_filter_gradient_args {
  at x, dy, partial;
  int batch, length, out_length, channels, filters, taps;
  int stride, dilation, pad_left, groups;
  int items_per_chunk;
};

/* Outputs per visit of the gradient: dy of so many outputs stays in the first-level cache. */
enum { VISIT = 128 };

/* dw[M,N] += Σ_t x[t·a_stride + i] · dy[t, f] over the outputs t < K, some at a time. */
static void add_outputs(struct gradient_product g) {
  float edge[VISIT * NR];
  ix outputs = g.K;
  g.edge = edge;
  for (ix t = 0; t < outputs; t += VISIT) {
    g.K = least(VISIT, outputs - t);
    add_gradient_product(g);
    g.a += VISIT * g.a_stride, g.b += VISIT * g.b_stride;
  }
}

KERNEL(conv1d_filter_gradient) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix groups = args->groups, C = args->channels / groups, F = args->filters / groups, taps = args->taps;
  ix stride = args->stride, pad = args->pad_left, size = taps * C * args->filters;
  struct range rows = {0, args->out_length};
  struct range first = reach(0, stride, args->dilation, pad, args->length, rows);
  struct range last = reach(taps - 1, stride, args->dilation, pad, args->length, rows);
  struct range inner = {first.from, last.to};
  if (groups > 1 || args->dilation > 1 || inner.to < inner.from) inner = (struct range){rows.to, rows.to};

  float *dw = floats(args->partial) + chunk * size;
  set_zero(dw, size);
  struct gradient_product g = {.a_stride = stride * args->channels, .b_stride = args->filters,
                               .c_stride = args->filters, .N = F};
  for (ix item = items.from; item < items.to; item++)
    for (ix group = 0; group < groups; group++) {
      const float *x = floats(args->x) + item * args->length * args->channels + group * C;
      const float *dy = floats(args->dy) + item * args->out_length * args->filters + group * F;
      /* All taps at once where their inputs lie side by side. */
      g.a = x + (inner.from * stride - pad) * C, g.b = dy + inner.from * args->filters, g.c = dw;
      g.M = taps * C, g.K = inner.to - inner.from;
      add_outputs(g);
      g.M = C;
      for (ix k = 0; k < taps; k++)
        for (int end = 0; end < 2; end++) {
          struct range outputs = end ? (struct range){inner.to, rows.to} : (struct range){0, inner.from};
          struct range t = reach(k, stride, args->dilation, pad, args->length, outputs);
          g.a = x + (t.from * stride + k * args->dilation - pad) * args->channels;
          g.b = dy + t.from * args->filters;
          g.c = dw + k * C * args->filters + group * F;
          g.K = t.to - t.from;
          add_outputs(g);
        }
    }
}
