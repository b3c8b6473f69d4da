/* The vocabulary of simd.h for AVX-512. */
#pragma once
#include "simd-x86.h"

#define VL 16
typedef __m512 vf;
INLINE vf v_load(const float *p) { return _mm512_loadu_ps(p); }
INLINE void v_store(float *p, vf a) { _mm512_storeu_ps(p, a); }
INLINE vf v_splat(float a) { return _mm512_set1_ps(a); }
INLINE vf v_load1(const float *p) { return _mm512_set1_ps(*p); }
INLINE vf v_add(vf a, vf b) { return _mm512_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm512_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm512_sqrt_ps(a); }
INLINE vf v_abs(vf a) { return _mm512_abs_ps(a); }
INLINE vf v_min(vf a, vf b) { return _mm512_min_ps(b, a); }
INLINE vf v_max(vf a, vf b) { return _mm512_max_ps(b, a); }
INLINE vf v_pow2(vf a) {
  return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_slli_epi32((__m512i)a, 23), (__m512i)_mm512_set1_ps(1)));
}
INLINE vf v_mask(__mmask16 m) { return _mm512_castsi512_ps(_mm512_maskz_set1_epi32(m, -1)); }
INLINE vf v_gt(vf a, vf b) { return v_mask(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ)); }
INLINE vf v_eq(vf a, vf b) { return v_mask(_mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ)); }
INLINE vf v_and(vf mask, vf a) { return (vf)((__m512i)mask & (__m512i)a); }
INLINE vf v_andnot(vf mask, vf a) { return (vf)(~(__m512i)mask & (__m512i)a); }
INLINE vf v_or(vf a, vf b) { return (vf)((__m512i)a | (__m512i)b); }
INLINE vf v_select(vf mask, vf a, vf b) { return (vf)(((__m512i)mask & (__m512i)a) | (~(__m512i)mask & (__m512i)b)); }
INLINE int v_any(vf a) { return _mm512_test_epi32_mask((__m512i)a, (__m512i)a) != 0; }
#ifdef FUSED
INLINE vf v_madd(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
#else
INLINE vf v_madd(vf a, vf b, vf c) { return _mm512_add_ps(_mm512_mul_ps(a, b), c); }
#endif
INLINE vf v_load_n(const float *p, ix n) { return _mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p); }
INLINE void v_store_n(float *p, vf a, ix n) { _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), a); }
