/* The square of the length of a gradient. */
#define FOUR_LANES
#include "kernel.h"
#include "square.h"

/* sums[piece] = Σ x² over the piece, in four running sums per lane. */
struct sum_of_squares_args {
  at x, sums;
  int count, elements_per_chunk;
};

KERNEL(sum_of_squares) {
  struct range r = piece(chunk, args->elements_per_chunk, args->count);
  const float *x = floats(args->x);
  vf sum[4] = {v_splat(0), v_splat(0), v_splat(0), v_splat(0)};
  ix i = r.from;
  for (; i + 4 * VL <= r.to; i += 4 * VL)
    UNROLL
    for (int q = 0; q < 4; q++) sum[q] = v_add(sum[q], squared(v_load(x + i + q * VL)));
  for (; i < r.to; i += VL) sum[0] = v_add(sum[0], squared(v_load_upto(x + i, r.to - i)));
  float lanes[VL], total = 0;
  v_store(lanes, v_add(v_add(sum[0], sum[1]), v_add(sum[2], sum[3])));
  for (int q = 0; q < VL; q++) total += lanes[q];
  floats(args->sums)[chunk] = total;
}
