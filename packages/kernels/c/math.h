/* Vectorised elementary functions. Errors are the largest over all floats, measured by test/math.test.ts. */
#pragma once
#include "simd.h"

/* e^x, relative error 2e-7: x = n·ln 2 + r with |r| ≤ ½ ln 2, e^r by its Taylor polynomial of degree 6, times 2^n in
 * two steps, so that results up to the largest float come out finite. Overflows to infinity, underflows to 0. */
INLINE vf v_exp(vf x) {
  x = v_min(v_max(x, v_splat(-104.0f)), v_splat(89.0f));
  vf n = v_round(v_mul(x, v_splat(1.44269504f)));
  vf r = v_madd(n, v_splat(-0.693359375f), x);
  r = v_madd(n, v_splat(2.12194440e-4f), r);
  vf p = v_madd(r, v_splat(1.3888889e-3f), v_splat(8.3333333e-3f));
  p = v_madd(p, r, v_splat(4.1666667e-2f));
  p = v_madd(p, r, v_splat(1.6666667e-1f));
  p = v_madd(p, r, v_splat(0.5f));
  p = v_madd(p, r, v_splat(1.0f));
  p = v_madd(p, r, v_splat(1.0f));
  vf half = v_round(v_mul(n, v_splat(0.5f)));
  vf y = v_mul(v_mul(p, v_pow2(half)), v_pow2(v_sub(n, half)));
  /* Keep normal results and NaN; a denormal result would slow whatever reads it. */
  return v_select(v_gt(v_splat(1.17549435e-38f), y), v_splat(0), y);
}

/* 1 / (1 + e^-x), absolute and relative error 3e-7. e^-x is clamped to 2^±126, so one scaling step does. */
INLINE vf v_sigmoid(vf x) {
  vf one = v_splat(1.0f);
  x = v_min(v_max(x, v_splat(-87.0f)), v_splat(87.0f));
  vf n = v_round(v_mul(x, v_splat(-1.44269504f)));
  vf r = v_madd(n, v_splat(-0.693359375f), v_sub(v_splat(0), x));
  r = v_madd(n, v_splat(2.12194440e-4f), r);
  vf p = v_madd(r, v_splat(1.3888889e-3f), v_splat(8.3333333e-3f));
  p = v_madd(p, r, v_splat(4.1666667e-2f));
  p = v_madd(p, r, v_splat(1.6666667e-1f));
  p = v_madd(p, r, v_splat(0.5f));
  p = v_madd(p, r, one);
  p = v_madd(p, r, one);
  return v_div(one, v_madd(p, v_pow2(n), one));
}

/* tanh x, absolute error 3e-7: odd over even polynomial of degrees 13 and 6 on a clamped argument (the rational
 * approximation used by Eigen). Never leaves [-1, 1]. */
INLINE vf v_tanh(vf x) {
  x = v_min(v_max(x, v_splat(-7.9053111f)), v_splat(7.9053111f));
  vf s = v_mul(x, x);
  vf p = v_madd(s, v_splat(-2.76076847742355e-16f), v_splat(2.00018790482477e-13f));
  p = v_madd(s, p, v_splat(-8.60467152213735e-11f));
  p = v_madd(s, p, v_splat(5.12229709037114e-08f));
  p = v_madd(s, p, v_splat(1.48572235717979e-05f));
  p = v_madd(s, p, v_splat(6.37261928875436e-04f));
  p = v_madd(s, p, v_splat(4.89352455891786e-03f));
  vf q = v_madd(s, v_splat(1.19825839466702e-06f), v_splat(1.18534705686654e-04f));
  q = v_madd(s, q, v_splat(2.26843463243900e-03f));
  q = v_madd(s, q, v_splat(4.89352518554385e-03f));
  return v_div(v_mul(x, p), q);
}

/* ln(1 + x) for 0 <= x <= 1, absolute error 1e-7: 2 artanh(x / (2 + x)). */
INLINE vf v_log1p_unit(vf x) {
  vf s = v_div(x, v_add(x, v_splat(2))), q = v_mul(s, s);
  vf p = v_madd(q, v_splat(2.0f / 13), v_splat(2.0f / 11));
  p = v_madd(p, q, v_splat(2.0f / 9));
  p = v_madd(p, q, v_splat(2.0f / 7));
  p = v_madd(p, q, v_splat(2.0f / 5));
  p = v_madd(p, q, v_splat(2.0f / 3));
  p = v_madd(p, q, v_splat(2));
  return v_mul(s, p);
}
