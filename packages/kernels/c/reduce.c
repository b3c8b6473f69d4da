/* Sums and maxima along the middle axis of [outer, n, inner]: any one axis of an array, or several neighbours. */
#define FOUR_LANES
#include "kernel.h"

SHARED enum reduction { SUM, MAX };

/* A piece is a range of `outer`, or a range of steps of n; steps in piece p go to plane p of y, [pieces, outer, inner],
 * and a second run with n = pieces reduces the planes. `scale` multiplies the result. */
struct reduce_args {
  at x, y;
  int reduction, outer, n, inner, outers_per_chunk, steps_per_chunk;
  float scale;
};

INLINE vf combine(enum reduction r, vf a, vf b) {
  if (r == SUM) return v_add(a, b);
  /* A NaN on either side wins. */
  return v_select(v_eq(a, a), v_max(b, a), a);
}

/* y = scale · reduce over `steps` rows of `inner` floats. One row after the other: walking down a few columns at a time
 * saves loads and stores of y, but jumps through x faster than the memory can be prefetched and takes three times as
 * long. */
INLINE void over_rows(enum reduction r, const float *x, float *y, ix steps, ix inner, float scale) {
  copy(x, y, inner);
  for (ix i = 1; i < steps; i++) {
    const float *xi = x + i * inner;
    ix j = 0;
    for (; j + VL <= inner; j += VL) v_store(y + j, combine(r, v_load(y + j), v_load(xi + j)));
    if (j < inner) v_store_n(y + j, combine(r, v_load_n(y + j, inner - j), v_load_n(xi + j, inner - j)), inner - j);
  }
  vf s = v_splat(scale);
  ix j = 0;
  for (; j + VL <= inner; j += VL) v_store(y + j, v_mul(v_load(y + j), s));
  if (j < inner) v_store_n(y + j, v_mul(v_load_n(y + j, inner - j), s), inner - j);
}

/* Four vectors at a time, so that the additions do not depend on one another. */
INLINE vf over_vectors(enum reduction r, const float *x, ix vectors) {
  vf acc = v_load(x);
  ix i = 1;
  for (; i + 4 <= vectors; i += 4) {
    vf a = combine(r, v_load(x + i * VL), v_load(x + (i + 1) * VL));
    vf b = combine(r, v_load(x + (i + 2) * VL), v_load(x + (i + 3) * VL));
    acc = combine(r, acc, combine(r, a, b));
  }
  for (; i < vectors; i++) acc = combine(r, acc, v_load(x + i * VL));
  return acc;
}

/* inner = 1: the elements are contiguous. Each lane is reduced on its own, and the lanes at the end. */
INLINE float along_row(enum reduction r, const float *x, ix n) {
  float lanes[VL], acc = x[0];
  ix i = 1;
  if (n > VL) {
    v_store(lanes, over_vectors(r, x, n / VL));
    acc = lanes[0];
    for (int q = 1; q < VL; q++) acc = r == SUM ? acc + lanes[q] : acc != acc || acc > lanes[q] ? acc : lanes[q];
    i = n / VL * VL;
  }
  for (; i < n; i++) acc = r == SUM ? acc + x[i] : acc != acc || acc > x[i] ? acc : x[i];
  return acc;
}

KERNEL(reduce) {
  ix step_pieces = (args->n + args->steps_per_chunk - 1) / args->steps_per_chunk;
  struct range outers = piece(chunk / step_pieces, args->outers_per_chunk, args->outer);
  ix plane = chunk % step_pieces;
  struct range steps = piece(plane, args->steps_per_chunk, args->n);
  ix inner = args->inner, n = steps.to - steps.from;
  for (ix o = outers.from; o < outers.to; o++) {
    const float *x = floats(args->x) + (o * args->n + steps.from) * inner;
    float *y = floats(args->y) + (plane * args->outer + o) * inner;
    if (inner == 1) *y = args->scale * (args->reduction == SUM ? along_row(SUM, x, n) : along_row(MAX, x, n));
    else if (args->reduction == SUM) over_rows(SUM, x, y, n, inner, args->scale);
    else over_rows(MAX, x, y, n, inner, args->scale);
  }
}
