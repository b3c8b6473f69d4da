/* The vocabulary of simd.h for SSE4.1, which every x86-64 processor since 2008 or 2011 has. It has no fused multiply-add. */
#pragma once
#include "simd-x86.h"

#define VL 4
typedef __m128 vf;
INLINE vf v_load(const float *p) { return _mm_loadu_ps(p); }
INLINE void v_store(float *p, vf a) { _mm_storeu_ps(p, a); }
INLINE vf v_splat(float a) { return _mm_set1_ps(a); }
INLINE vf v_load1(const float *p) { return _mm_set1_ps(*p); }
INLINE vf v_add(vf a, vf b) { return _mm_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm_sqrt_ps(a); }
INLINE vf v_abs(vf a) { return _mm_andnot_ps(_mm_set1_ps(-0.0f), a); }
INLINE vf v_min(vf a, vf b) { return _mm_min_ps(b, a); }
INLINE vf v_max(vf a, vf b) { return _mm_max_ps(b, a); }
INLINE vf v_pow2(vf a) {
  return _mm_castsi128_ps(_mm_add_epi32(_mm_slli_epi32((__m128i)a, 23), (__m128i)_mm_set1_ps(1)));
}
INLINE vf v_gt(vf a, vf b) { return _mm_cmpgt_ps(a, b); }
INLINE vf v_eq(vf a, vf b) { return _mm_cmpeq_ps(a, b); }
INLINE vf v_and(vf mask, vf a) { return _mm_and_ps(mask, a); }
INLINE vf v_andnot(vf mask, vf a) { return _mm_andnot_ps(mask, a); }
INLINE vf v_or(vf a, vf b) { return _mm_or_ps(a, b); }
INLINE vf v_select(vf mask, vf a, vf b) { return _mm_blendv_ps(b, a, mask); }
INLINE int v_any(vf a) { return !_mm_testz_si128((__m128i)a, (__m128i)a); }
INLINE vf v_madd(vf a, vf b, vf c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
INLINE vf v_load_n(const float *p, ix n) {
  if (n == 1) return _mm_load_ss(p);
  vf a = _mm_castsi128_ps(_mm_loadl_epi64((const __m128i *)p));
  return n == 2 ? a : _mm_insert_ps(a, _mm_load_ss(p + 2), 0x20);
}
INLINE void v_store_n(float *p, vf a, ix n) {
  if (n == 1) {
    _mm_store_ss(p, a);
    return;
  }
  _mm_storel_epi64((__m128i *)p, _mm_castps_si128(a));
  if (n == 3) _mm_store_ss(p + 2, _mm_movehl_ps(a, a));
}
