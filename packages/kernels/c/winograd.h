/* Toom-Cook (Winograd) transforms F(outputs, taps) of a correlation y_q = Σ_r g_r · d_{q+r}, which take
 * outputs + taps − 1 products instead of outputs · taps:
 *
 *   y = Aᵀ[s ∘ (G·g) ∘ (Bᵀ·d)]
 *
 * G and Aᵀ evaluate polynomials, Σ_k a^k·b^(last − k)·g_k, at the points (a:b). Seven products have the points (±1:1),
 * (±2:1), (±1:2) and (1:0), in this order; the eighth is (0:1). Row i of Bᵀ is the polynomial that vanishes at all
 * points but i, times a power of two; s_i divides by its value at point i (S. Winograd, Arithmetic Complexity of
 * Computations, 1980). The transforms use few different constants, because V8 rebuilds them wherever it runs out
 * of registers. */
#pragma once
#include "simd.h"

enum { MOST_POINTS = 8, INFINITE = 6, ZERO = 7 };

/* a + by·b */
INLINE vf v_axpy(vf a, float by, vf b) { return v_madd(v_splat(by), b, a); }

/* a^k·b^(last − k) for the pair of points ±(a:b): ±1, ±2, ±½ */
INLINE float winograd_power(const int pair, const int k, const int last) {
  return pair == 0 ? 1 : pair == 1 ? (float)(1 << k) : (float)(1 << (last - k));
}

/* v = Bᵀ·d. All pairs but ±1 share the factor x² − 1. */
INLINE void winograd_input(const int points, const vf d[], vf v[]) {
  const vf *e = d + (points == 8); /* with 0 among the points, all other rows have a factor x */
  vf odd = v_axpy(v_add(e[5], e[1]), -4.25f, e[3]), even = v_axpy(v_add(e[4], e[0]), -4.25f, e[2]);
  v[0] = v_add(odd, even), v[1] = v_sub(odd, even);
  vf f0 = v_sub(e[2], e[0]), f1 = v_sub(e[3], e[1]), f2 = v_sub(e[4], e[2]), f3 = v_sub(e[5], e[3]);
  vf f4 = v_sub(e[6], e[4]);
  v[INFINITE] = v_axpy(v_add(f4, f0), -4.25f, f2);
  if (points == 8) v[ZERO] = v_axpy(v_add(f3, v_sub(d[2], d[0])), -4.25f, f1);
  vf four = v_splat(4);
  odd = v_sub(v_mul(four, f3), f1), even = v_sub(v_mul(four, f2), f0), even = v_add(even, even);
  v[2] = v_add(odd, even), v[3] = v_sub(odd, even);
  odd = v_sub(f3, v_mul(four, f1)), odd = v_add(odd, odd), even = v_sub(f2, v_mul(four, f0));
  v[4] = v_add(odd, even), v[5] = v_sub(odd, even);
}

/* u = G·g */
INLINE void winograd_filter(const int points, const int taps, const vf g[], vf u[]) {
  UNROLL
  for (int pair = 0; pair < 3; pair++) {
    vf even = v_mul(v_splat(winograd_power(pair, 0, taps - 1)), g[0]);
    vf odd = v_mul(v_splat(winograd_power(pair, 1, taps - 1)), g[1]);
    UNROLL
    for (int k = 2; k < taps; k++) {
      float power = winograd_power(pair, k, taps - 1);
      if (k % 2) odd = v_axpy(odd, power, g[k]);
      else even = v_axpy(even, power, g[k]);
    }
    u[2 * pair] = v_add(even, odd), u[2 * pair + 1] = v_sub(even, odd);
  }
  u[INFINITE] = g[taps - 1];
  if (points == 8) u[ZERO] = g[0];
}

/* u = s ∘ u */
INLINE void winograd_scale(const int points, vf u[]) {
  const float sign = points == 8 ? 1 : -1, two = points == 8 ? 1.0f / 360 : 1.0f / 180;
  const float s[] = {-2.0f / 9, sign * -2.0f / 9, two, sign * two, 1.0f / 360, sign / 360};
  UNROLL
  for (int i = 0; i < INFINITE; i++) u[i] = v_mul(v_splat(s[i]), u[i]);
  if (points == 8) u[ZERO] = v_sub(v_splat(0), u[ZERO]);
}

/* y = Aᵀ·m */
INLINE void winograd_output(const int points, const int outputs, const vf m[], vf y[]) {
  vf even[3], odd[3];
  UNROLL
  for (int pair = 0; pair < 3; pair++) {
    even[pair] = v_add(m[2 * pair], m[2 * pair + 1]);
    odd[pair] = v_sub(m[2 * pair], m[2 * pair + 1]);
  }
  UNROLL
  for (int q = 0; q < outputs; q++) {
    const vf *of = q % 2 ? odd : even;
    y[q] = v_axpy(v_axpy(of[0], winograd_power(1, q, outputs - 1), of[1]), winograd_power(2, q, outputs - 1), of[2]);
  }
  if (points == 8) y[0] = v_add(y[0], m[ZERO]);
  y[outputs - 1] = v_add(y[outputs - 1], m[INFINITE]);
}
