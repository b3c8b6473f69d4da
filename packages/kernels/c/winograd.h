/* Toom-Cook (Winograd) transforms F(4, 4): four outputs of a four-tap correlation, y_q = Σ_r g_r · d_{q+r}, from seven
 * products instead of sixteen:  y = Aᵀ[(G·g) ∘ (Bᵀ·d)], evaluated at 0, ±1, ±2, ½ and ∞.
 *
 * The matrices follow from the points (S. Winograd, Arithmetic Complexity of Computations, 1980); rows of Bᵀ are scaled
 * to whole numbers, rows of G by the inverse. The same identity read backwards gives filter gradients: Aᵀ then yields
 * four taps. In float32 the result is about twice as far from the exact one as that of the plain sum. */
#pragma once
#include "simd.h"

enum { TILE = 4, POINTS = 7 };

INLINE vf v_scale(vf a, float by) { return v_mul(a, v_splat(by)); }
/* a + by·b */
INLINE vf v_axpy(vf a, float by, vf b) { return v_madd(v_splat(by), b, a); }

/* v = Bᵀ·d. The rows share e_q = d_q − 2·d_{q+1}, the factor of the point ½. */
INLINE void winograd_input(const vf d[POINTS], vf v[POINTS]) {
  vf e[POINTS - 1];
  UNROLL
  for (int q = 0; q < POINTS - 1; q++) e[q] = v_axpy(d[q], -2, d[q + 1]);
  vf p = v_axpy(e[3], -4, e[1]), q = v_axpy(e[4], -4, e[2]);
  vf r = v_scale(v_sub(e[1], e[3]), 2), s = v_sub(e[2], e[4]);
  v[0] = v_axpy(v_axpy(e[4], 4, e[0]), -5, e[2]);
  v[1] = v_add(p, q);
  v[2] = v_sub(p, q);
  v[3] = v_add(r, s);
  v[4] = v_sub(r, s);
  v[5] = v_axpy(v_axpy(d[5], 4, d[1]), -5, d[3]);
  v[6] = v_sub(v_axpy(v_scale(e[3], 5), -4, e[1]), e[5]);
}

/* u = G·g */
INLINE void winograd_filter(const vf g[TILE], vf u[POINTS]) {
  vf even = v_add(g[0], g[2]), odd = v_add(g[1], g[3]);
  vf even2 = v_axpy(g[0], 4, g[2]), odd2 = v_axpy(v_scale(g[1], 2), 8, g[3]);
  vf half = v_axpy(v_axpy(v_axpy(g[3], 2, g[2]), 4, g[1]), 8, g[0]);
  u[0] = v_scale(g[0], 1.0f / 4);
  u[1] = v_scale(v_add(even, odd), 1.0f / 6);
  u[2] = v_scale(v_sub(even, odd), 1.0f / 18);
  u[3] = v_scale(v_add(even2, odd2), 1.0f / 72);
  u[4] = v_scale(v_sub(even2, odd2), 1.0f / 120);
  u[5] = v_scale(half, 4.0f / 45);
  u[6] = v_scale(g[3], 1.0f / 2);
}

/* y = Aᵀ·m */
INLINE void winograd_output(const vf m[POINTS], vf y[TILE]) {
  vf even = v_add(m[1], m[2]), odd = v_sub(m[1], m[2]), even2 = v_add(m[3], m[4]), odd2 = v_sub(m[3], m[4]);
  y[0] = v_add(v_add(m[0], even), v_add(even2, m[5]));
  y[1] = v_axpy(v_axpy(odd, 2, odd2), 0.5f, m[5]);
  y[2] = v_axpy(v_axpy(even, 4, even2), 0.25f, m[5]);
  y[3] = v_add(v_axpy(v_axpy(odd, 8, odd2), 0.125f, m[5]), m[6]);
}
