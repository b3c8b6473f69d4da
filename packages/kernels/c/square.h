/* Squares of gradients. */
#pragma once
#include "simd.h"

/* Squares of smaller gradients are denormal. They count as 0; beside any epsilon their roots do not matter. */
#define SQUARE_TINY 1e-19f

INLINE vf squared(vf g) { return v_mul(g, v_andnot(v_gt(v_splat(SQUARE_TINY), v_abs(g)), g)); }
