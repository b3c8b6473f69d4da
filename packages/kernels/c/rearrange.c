/* Copies in another order. */
#include "kernel.h"

/* y[o, n−1−i, :] = x[o, i, :] for x[outer, n, inner]; a piece is a range of the outer·n rows. */
struct reverse_args {
  at x, y;
  int outer, n, inner, rows_per_chunk;
};

KERNEL(reverse) {
  ix n = args->n, inner = args->inner;
  struct range rows = piece(chunk, args->rows_per_chunk, args->outer * n);
  const float *x = floats(args->x);
  float *y = floats(args->y);
  for (ix row = rows.from; row < rows.to; row++) {
    ix o = row / n, i = row % n;
    copy(x + row * inner, y + (o * n + n - 1 - i) * inner, inner);
  }
}

/* Row i of `to`, `to_stride` floats after the row before it, = row i of `from`: concatenation and slicing along any
 * axis, one operand at a time. */
struct copy_rows_args {
  at from, to;
  int rows, width, from_stride, to_stride, rows_per_chunk;
};

KERNEL(copy_rows) {
  struct range rows = piece(chunk, args->rows_per_chunk, args->rows);
  for (ix i = rows.from; i < rows.to; i++)
    copy(floats(args->from) + i * args->from_stride, floats(args->to) + i * args->to_stride, args->width);
}
