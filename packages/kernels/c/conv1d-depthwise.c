/* Depthwise convolution, every channel with a filter of its own: y[b, t, c] = act(bias[c] + Σ_k x[b, t·stride +
 * k·dilation − pad_left, c] · w[k, c]). There is nothing to contract, so the vectors run along the channels. */
#include "activation.h"
#include "kernel.h"

struct depthwise_conv1d_args {
  at x, w, bias, y;
  int batch, length, out_length, channels, taps, stride, dilation, pad_left, items_per_chunk, activation;
};

/* The taps of output t that read inside x, and the input row of the first of them. */
struct reach {
  ix from, to, row;
};
INLINE struct reach taps_inside(ix t, ix taps, ix stride, ix dilation, ix pad_left, ix length) {
  ix row = t * stride - pad_left, from = 0, to = taps;
  while (from < to && row + from * dilation < 0) from++;
  while (to > from && row + (to - 1) * dilation >= length) to--;
  return (struct reach){from, to, row + from * dilation};
}

KERNEL(depthwise_conv1d) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels, step = args->dilation * C;
  const float *w = floats(args->w), *bias = floats(args->bias);
  for (ix item = items.from; item < items.to; item++)
    for (ix t = 0; t < args->out_length; t++) {
      struct reach r = taps_inside(t, args->taps, args->stride, args->dilation, args->pad_left, args->length);
      const float *x = floats(args->x) + (item * args->length + r.row) * C;
      float *y = floats(args->y) + (item * args->out_length + t) * C;
      for (ix c = 0; c < C; c += VL) {
        vf sum = args->bias ? v_load_upto(bias + c, C - c) : v_splat(0);
        for (ix k = r.from; k < r.to; k++)
          sum = v_madd(v_load_upto(x + (k - r.from) * step + c, C - c), v_load_upto(w + k * C + c, C - c), sum);
        v_store_upto(y + c, sum, C - c);
      }
      activate(args->activation, y, C);
    }
}

/* dx[b, t·stride + k·dilation − pad_left, c] += dy[b, t, c] · w[k, c] */
struct depthwise_input_gradient_args {
  at dy, w, dx;
  int batch, length, out_length, channels, taps, stride, dilation, pad_left, items_per_chunk;
};

KERNEL(depthwise_input_gradient) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels, step = args->dilation * C;
  const float *w = floats(args->w);
  for (ix item = items.from; item < items.to; item++) {
    float *base = floats(args->dx) + item * args->length * C;
    set_zero(base, args->length * C);
    for (ix t = 0; t < args->out_length; t++) {
      struct reach r = taps_inside(t, args->taps, args->stride, args->dilation, args->pad_left, args->length);
      const float *dy = floats(args->dy) + (item * args->out_length + t) * C;
      for (ix k = r.from; k < r.to; k++) {
        float *dx = base + r.row * C + (k - r.from) * step;
        for (ix c = 0; c < C; c += VL) {
          vf sum = v_madd(v_load_upto(dy + c, C - c), v_load_upto(w + k * C + c, C - c), v_load_upto(dx + c, C - c));
          v_store_upto(dx + c, sum, C - c);
        }
      }
    }
  }
}

/* partial[piece][k, c] = Σ_b Σ_t x[b, t·stride + k·dilation − pad_left, c] · dy[b, t, c] over the items of the piece. */
struct depthwise_filter_gradient_args {
  at x, dy, partial;
  int batch, length, out_length, channels, taps, stride, dilation, pad_left, items_per_chunk;
};

KERNEL(depthwise_filter_gradient) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels, step = args->dilation * C;
  float *dw = floats(args->partial) + chunk * args->taps * C;
  set_zero(dw, args->taps * C);
  for (ix item = items.from; item < items.to; item++)
    for (ix t = 0; t < args->out_length; t++) {
      struct reach r = taps_inside(t, args->taps, args->stride, args->dilation, args->pad_left, args->length);
      const float *x = floats(args->x) + (item * args->length + r.row) * C;
      const float *dy = floats(args->dy) + (item * args->out_length + t) * C;
      for (ix k = r.from; k < r.to; k++) {
        const float *xk = x + (k - r.from) * step;
        for (ix c = 0; c < C; c += VL) {
          vf sum = v_load_upto(dw + k * C + c, C - c);
          v_store_upto(dw + k * C + c, v_madd(v_load_upto(xk + c, C - c), v_load_upto(dy + c, C - c), sum), C - c);
        }
      }
    }
}
