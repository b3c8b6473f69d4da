/* Max and average pooling along time, channels last. Positions outside the input do not take part: the average is over
 * the positions inside. */
#include "kernel.h"

struct max_pool_args {
  at x, y;
  int batch, length, out_length, channels, size, stride, pad_left, items_per_chunk;
};

/* The inputs of output t. */
INLINE struct range window(ix t, ix size, ix stride, ix pad_left, ix length) {
  ix from = t * stride - pad_left, to = from + size;
  return (struct range){from < 0 ? 0 : from, to > length ? length : to};
}

/* a, or b where b is larger or a NaN. */
INLINE vf larger(vf a, vf b) { return v_select(v_eq(a, a), v_max(b, a), a); }

#define EACH_VECTOR(n, BODY)                                  \
  do {                                                        \
    ix j = 0;                                                 \
    for (; j + VL <= (n); j += VL) BODY(1, VL);               \
    if (j < (n)) BODY(0, (n)-j);                              \
  } while (0)
#define GET(p) (whole_ ? v_load((p) + j) : v_load_n((p) + j, lanes_))
#define PUT(p, a) (whole_ ? v_store((p) + j, a) : v_store_n((p) + j, a, lanes_))

KERNEL(max_pool) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels;
  for (ix item = items.from; item < items.to; item++)
    for (ix t = 0; t < args->out_length; t++) {
      struct range w = window(t, args->size, args->stride, args->pad_left, args->length);
      const float *x = floats(args->x) + item * args->length * C;
      float *y = floats(args->y) + (item * args->out_length + t) * C;
#define MAX_OVER_WINDOW(whole, lanes)                                      \
  {                                                                        \
    const int whole_ = whole;                                              \
    const ix lanes_ = lanes;                                               \
    vf m = GET(x + w.from * C);                                            \
    for (ix i = w.from + 1; i < w.to; i++) m = larger(m, GET(x + i * C));  \
    PUT(y, m);                                                             \
  }
      EACH_VECTOR(C, MAX_OVER_WINDOW);
    }
}

/* dx = Σ over the windows of dy at the first position that holds the window's maximum. */
struct max_pool_gradient_args {
  at x, y, dy, dx;
  int batch, length, out_length, channels, size, stride, pad_left, items_per_chunk;
};

KERNEL(max_pool_gradient) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels;
  for (ix item = items.from; item < items.to; item++) {
    const float *x = floats(args->x) + item * args->length * C;
    float *dx = floats(args->dx) + item * args->length * C;
    set_zero(dx, args->length * C);
    for (ix t = 0; t < args->out_length; t++) {
      struct range w = window(t, args->size, args->stride, args->pad_left, args->length);
      const float *y = floats(args->y) + (item * args->out_length + t) * C;
      const float *dy = floats(args->dy) + (item * args->out_length + t) * C;
#define TO_FIRST_MAXIMUM(whole, lanes)                                     \
  {                                                                        \
    const int whole_ = whole;                                              \
    const ix lanes_ = lanes;                                               \
    vf m = GET(y), rest = GET(dy); /* 0 where the maximum was found */     \
    for (ix i = w.from; i < w.to; i++) {                                   \
      vf here = v_eq(GET(x + i * C), m);                                   \
      PUT(dx + i * C, v_add(GET(dx + i * C), v_and(here, rest)));          \
      rest = v_andnot(here, rest);                                         \
    }                                                                      \
  }
      EACH_VECTOR(C, TO_FIRST_MAXIMUM);
    }
  }
}

struct average_pool_args {
  at x, y;
  int batch, length, out_length, channels, size, stride, pad_left, items_per_chunk;
};

KERNEL(average_pool) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels;
  for (ix item = items.from; item < items.to; item++)
    for (ix t = 0; t < args->out_length; t++) {
      struct range w = window(t, args->size, args->stride, args->pad_left, args->length);
      vf part = v_splat(1.0f / (float)(w.to - w.from));
      const float *x = floats(args->x) + item * args->length * C;
      float *y = floats(args->y) + (item * args->out_length + t) * C;
#define MEAN_OVER_WINDOW(whole, lanes)                                     \
  {                                                                        \
    const int whole_ = whole;                                              \
    const ix lanes_ = lanes;                                               \
    vf sum = GET(x + w.from * C);                                          \
    for (ix i = w.from + 1; i < w.to; i++) sum = v_add(sum, GET(x + i * C)); \
    PUT(y, v_mul(sum, part));                                              \
  }
      EACH_VECTOR(C, MEAN_OVER_WINDOW);
    }
}

/* dx = Σ over the windows of dy, divided by the positions of the window that lie inside. */
struct average_pool_gradient_args {
  at dy, dx;
  int batch, length, out_length, channels, size, stride, pad_left, items_per_chunk;
};

KERNEL(average_pool_gradient) {
  struct range items = piece(chunk, args->items_per_chunk, args->batch);
  ix C = args->channels;
  for (ix item = items.from; item < items.to; item++) {
    float *dx = floats(args->dx) + item * args->length * C;
    set_zero(dx, args->length * C);
    for (ix t = 0; t < args->out_length; t++) {
      struct range w = window(t, args->size, args->stride, args->pad_left, args->length);
      vf part = v_splat(1.0f / (float)(w.to - w.from));
      const float *dy = floats(args->dy) + (item * args->out_length + t) * C;
#define SPREAD_OVER_WINDOW(whole, lanes)                                                       \
  {                                                                                            \
    const int whole_ = whole;                                                                  \
    const ix lanes_ = lanes;                                                                   \
    vf each = v_mul(GET(dy), part);                                                            \
    for (ix i = w.from; i < w.to; i++) PUT(dx + i * C, v_add(GET(dx + i * C), each));          \
  }
      EACH_VECTOR(C, SPREAD_OVER_WINDOW);
    }
  }
}
