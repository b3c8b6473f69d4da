/* Updates of some rows of a table w [V, width], given by number, each once; g [count, width] is the gradient of these rows, and
 * that of all others is 0. A piece is a range of the rows given. */
#include "optimizer.h"

struct sgd_rows_args {
  at w, g, ids;
  int count, width, rows_per_chunk;
  float rate, scale;
};

KERNEL(sgd_rows) {
  struct range r = piece(chunk, args->rows_per_chunk, args->count);
  ix width = args->width;
  const int *ids = ints(args->ids);
  struct sgd_rule rule = {args->rate * args->scale, 0, 0};
  for (ix row = r.from; row < r.to; row++) {
    float *w = floats(args->w) + ids[row] * width;
    const float *g = floats(args->g) + row * width;
    FOR_EACH(0, width, sgd_step(w, g, 0, rule, i, whole, lanes));
  }
}

/* x = ρ·x, `times` times: what updates with a gradient of 0 make of a running mean. A number below TINY becomes 0 in each of
 * them, but its magnitude only falls, so that it is enough to look every `unflushed` times, before it is denormal. */
INLINE vf decayed(vf x, int times, int unflushed, vf rho) {
  while (times > 0) {
    int now = times < unflushed ? times : unflushed;
    times -= now;
    for (; now > 0; now--) x = v_mul(rho, x);
    x = v_flush(x);
    if (!v_any(x)) return x;
  }
  return x;
}

/* Four vectors at a time, whose products do not wait for each other. */
INLINE void decay(float *x, ix n, int times, int unflushed, float factor) {
  vf rho = v_splat(factor);
  ix i = 0;
  for (; i + 4 * VL <= n; i += 4 * VL) {
    vf part[4], any = v_splat(0);
    UNROLL
    for (int q = 0; q < 4; q++) any = v_or(any, part[q] = v_load(x + i + q * VL));
    for (int left = times; left > 0 && v_any(any);) {
      int now = left < unflushed ? left : unflushed;
      left -= now;
      for (; now > 0; now--)
        UNROLL
        for (int q = 0; q < 4; q++) part[q] = v_mul(rho, part[q]);
      any = v_splat(0);
      UNROLL
      for (int q = 0; q < 4; q++) any = v_or(any, part[q] = v_flush(part[q]));
    }
    UNROLL
    for (int q = 0; q < 4; q++) v_store(x + i + q * VL, part[q]);
  }
  for (; i < n; i += VL) v_store_upto(x + i, decayed(v_load_upto(x + i, n - i), times, unflushed, rho), n - i);
}

/* RMSprop without momentum. An update changes the running means v and a of every row, and w only where the gradient is not 0. So
 * rows may wait: missed[row] updates that a row of means has not had are made up for first. Without g nothing else is done. */
struct rmsprop_rows_args {
  at w, g, v, a, ids, missed;
  int count, width, rows_per_chunk, unflushed;
  float rate, rho, epsilon, scale;
};

KERNEL(rmsprop_rows) {
  struct range r = piece(chunk, args->rows_per_chunk, args->count);
  ix width = args->width;
  const int *ids = ints(args->ids), *missed = ints(args->missed);
  struct rmsprop_rule rule = {args->rate, args->rho, 0, args->epsilon, args->scale};
  for (ix row = r.from; row < r.to; row++) {
    ix at = ids[row] * width;
    float *v = floats(args->v) + at, *a = args->a ? floats(args->a) + at : 0;
    decay(v, width, missed[row], args->unflushed, args->rho);
    if (a) decay(a, width, missed[row], args->unflushed, args->rho);
    if (!args->g) continue;
    float *w = floats(args->w) + at;
    const float *g = floats(args->g) + row * width;
    FOR_EACH(0, width, rmsprop_step(w, g, v, 0, a, rule, i, whole, lanes));
  }
}

struct adam_rows_args {
  at w, g, m, v, ids;
  int count, width, rows_per_chunk;
  float alpha, beta1, beta2, epsilon, scale;
};

KERNEL(adam_rows) {
  struct range r = piece(chunk, args->rows_per_chunk, args->count);
  ix width = args->width;
  const int *ids = ints(args->ids);
  struct adam_rule rule = {args->alpha, args->beta1, args->beta2, args->epsilon, args->scale};
  for (ix row = r.from; row < r.to; row++) {
    ix at = ids[row] * width;
    float *w = floats(args->w) + at, *m = floats(args->m) + at, *v = floats(args->v) + at;
    const float *g = floats(args->g) + row * width;
    FOR_EACH(0, width, adam_step(w, g, m, v, rule, i, whole, lanes));
  }
}
