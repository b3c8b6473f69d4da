/* Vectorised elementary functions. Errors are the largest of the default build, see test/math.test.ts and
 * bench/accuracy.mjs; an ulp is the distance to the next float. */
#pragma once
#include "simd.h"

/* e^x = 2^n e^r with n whole and |r| <= ln 2 / 2. */
struct reduced {
  vf shifted, n, r; /* n + ROUND, n, r */
};
INLINE struct reduced reduce_exponent(vf x) {
  struct reduced e;
  e.shifted = v_madd(x, v_splat(1.44269504f), v_splat(ROUND));
  e.n = v_sub(e.shifted, v_splat(ROUND));
  e.r = v_madd(e.n, v_splat(-0.693359375f), x);
  e.r = v_madd(e.n, v_splat(2.12194440e-4f), e.r);
  return e;
}
/* e^r = 1 + r + r^2 q(r), relative error 1e-7: the cubic q makes the largest relative error least. Terms are
 * summed in pairs: a chain of dependent operations would keep the processor waiting. */
INLINE vf exp_fraction(vf r) {
  vf r2 = v_mul(r, r);
  vf high = v_madd(r, v_splat(8.312521e-3f), v_splat(4.1890156e-2f));
  vf low = v_madd(r, v_splat(1.6667114e-1f), v_splat(0.49999231f));
  return v_madd(r2, v_madd(r2, high, low), v_add(r, v_splat(1.0f)));
}

/* e^x, within 3 ulps; 2^n in two steps, so that results up to the largest float come out finite. Overflows to infinity,
 * underflows to 0. */
INLINE vf v_exp(vf x) {
  struct reduced e = reduce_exponent(v_min(v_max(x, v_splat(-104.0f)), v_splat(89.0f)));
  vf half = v_madd(e.n, v_splat(0.5f), v_splat(ROUND));
  vf rest = v_add(v_sub(e.n, v_sub(half, v_splat(ROUND))), v_splat(ROUND));
  vf y = v_mul(v_mul(exp_fraction(e.r), v_pow2(half)), v_pow2(rest));
  /* Keep normal results and NaN; a denormal result would slow whatever reads it. */
  return v_select(v_gt(v_splat(1.17549435e-38f), y), v_splat(0), y);
}

/* e^x - 1 for x <= 0, relative error 8e-7: 2^n (e^r - 1) + (2^n - 1), whose first term is r + r^2 q(r), so that
 * nothing is lost where x is near 0. Above 0 the result has no meaning. */
INLINE vf v_expm1_below(vf x) {
  struct reduced e = reduce_exponent(v_min(v_max(x, v_splat(-87.0f)), v_splat(0)));
  vf r2 = v_mul(e.r, e.r);
  vf high = v_madd(e.r, v_splat(8.312521e-3f), v_splat(4.1890156e-2f));
  vf low = v_madd(e.r, v_splat(1.6667114e-1f), v_splat(0.49999231f));
  vf fraction = v_madd(r2, v_madd(r2, high, low), e.r);
  vf power = v_pow2(e.shifted);
  return v_madd(fraction, power, v_sub(power, v_splat(1)));
}

/* 1 / (1 + e^-x), within 4 ulps for x >= -87. Below, the result stays at e^-87, 1.6e-38. */
INLINE vf v_sigmoid(vf x) {
  struct reduced e = reduce_exponent(v_sub(v_splat(0), v_min(v_max(x, v_splat(-87.0f)), v_splat(87.0f))));
  vf one = v_splat(1);
  return v_div(one, v_madd(exp_fraction(e.r), v_pow2(e.shifted), one));
}

/* tanh x, within 7 ulps for |x| >= 2.5e-36 and within 1e-42 below, where x·p is denormal: odd over even polynomial of
 * degrees 13 and 6 on a clamped argument (the rational approximation used by Eigen), terms in pairs. Never leaves
 * [-1, 1]; its limits are 4 ulps short of them. */
INLINE vf v_tanh(vf x) {
  x = v_min(v_max(x, v_splat(-7.9053111f)), v_splat(7.9053111f));
  vf s = v_mul(x, x), s2 = v_mul(s, s);
  vf p6 = v_madd(s, v_splat(-2.76076847742355e-16f), v_splat(2.00018790482477e-13f));
  vf p4 = v_madd(s, v_splat(-8.60467152213735e-11f), v_splat(5.12229709037114e-08f));
  vf p2 = v_madd(s, v_splat(1.48572235717979e-05f), v_splat(6.37261928875436e-04f));
  vf p = v_madd(s2, v_madd(s2, p6, p4), p2);
  p = v_madd(s, p, v_splat(4.89352455891786e-03f));
  vf q2 = v_madd(s, v_splat(1.19825839466702e-06f), v_splat(1.18534705686654e-04f));
  vf q = v_madd(s2, q2, v_madd(s, v_splat(2.26843463243900e-03f), v_splat(4.89352518554385e-03f)));
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
