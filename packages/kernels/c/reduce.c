/* Sums and maxima along the middle axis of [outer, n, inner]: any one axis of an array, or several neighbours. */
#include "kernel.h"

enum reduction { SUM, MAX };

/* A piece is a range of `outer`, or a range of steps of n; steps in piece p go to plane p of y, [pieces, outer, inner],
 * and a second run with n = pieces takes the planes together. `scale` multiplies the result. */
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

/* One vector of result: y = scale · reduce over `steps` rows that are `inner` floats apart, four at a time. */
INLINE vf vector_over_rows(enum reduction r, vf acc, const float *x, ix inner, ix steps, const int whole, ix lanes) {
#define ROW(i) (whole ? v_load(x + (i)*inner) : v_load_n(x + (i)*inner, lanes))
  ix i = 0;
  for (; i + 4 <= steps; i += 4)
    acc = combine(r, acc, combine(r, combine(r, ROW(i), ROW(i + 1)), combine(r, ROW(i + 2), ROW(i + 3))));
  for (; i < steps; i++) acc = combine(r, acc, ROW(i));
  return acc;
#undef ROW
}

/* Rows per visit of the result: enough to keep the result's loads and stores rare, few enough to read x in order. */
enum { VISIT = 16 };

INLINE void over_rows(enum reduction r, const float *x, float *y, ix steps, ix inner, float scale) {
  vf s = v_splat(scale);
  copy(x, y, inner);
  for (ix i = 1; i < steps; i += VISIT) {
    ix rows = steps - i < VISIT ? steps - i : VISIT;
    const float *xi = x + i * inner;
    ix j = 0;
    for (; j + VL <= inner; j += VL) v_store(y + j, vector_over_rows(r, v_load(y + j), xi + j, inner, rows, 1, VL));
    if (j < inner) {
      ix lanes = inner - j;
      v_store_n(y + j, vector_over_rows(r, v_load_n(y + j, lanes), xi + j, inner, rows, 0, lanes), lanes);
    }
  }
  ix j = 0;
  for (; j + VL <= inner; j += VL) v_store(y + j, v_mul(v_load(y + j), s));
  if (j < inner) v_store_n(y + j, v_mul(v_load_n(y + j, inner - j), s), inner - j);
}

/* inner = 1: the elements lie side by side; VL of them are taken at a time, and the lanes at the end. */
INLINE float along_row(enum reduction r, const float *x, ix n) {
  float lanes[VL], acc = x[0];
  ix i = 1;
  if (n > VL) {
    vf v = vector_over_rows(r, v_load(x), x + VL, VL, n / VL - 1, 1, VL);
    v_store(lanes, v);
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
