/* Sums along the rows of attention. */
#define FOUR_LANES
#include "attention.h"

INLINE float sum_of_lanes(vf a) {
  float lanes[VL];
  v_store(lanes, a);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

void row_sums(const float *x, ix stride, ix rows, ix n, float *sums) {
  for (ix i = 0; i < rows; i++, x += stride) {
    vf a = v_splat(0), b = a;
    ix j = 0;
    for (; j + 2 * VL <= n; j += 2 * VL) a = v_add(a, v_load(x + j)), b = v_add(b, v_load(x + j + VL));
    for (; j < n; j += VL) a = v_add(a, v_load_upto(x + j, n - j));
    sums[i] = sum_of_lanes(v_add(a, b));
  }
}

void row_dots(const float *x, const float *y, ix stride, ix rows, ix n, float *dots) {
  for (ix i = 0; i < rows; i++, x += stride, y += stride) {
    vf a = v_splat(0);
    for (ix j = 0; j < n; j += VL) a = v_madd(v_load_upto(x + j, n - j), v_load_upto(y + j, n - j), a);
    dots[i] = sum_of_lanes(a);
  }
}
