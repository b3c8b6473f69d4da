/* The vocabulary of simd.h for AVX2. */
#pragma once
#include "simd-x86.h"

#define VL 8
typedef __m256 vf;
INLINE vf v_load(const float *p) { return _mm256_loadu_ps(p); }
INLINE void v_store(float *p, vf a) { _mm256_storeu_ps(p, a); }
INLINE vf v_splat(float a) { return _mm256_set1_ps(a); }
INLINE vf v_load1(const float *p) { return _mm256_broadcast_ss(p); }
INLINE vf v_add(vf a, vf b) { return _mm256_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm256_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm256_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm256_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm256_sqrt_ps(a); }
INLINE vf v_abs(vf a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a); }
INLINE vf v_min(vf a, vf b) { return _mm256_min_ps(b, a); }
INLINE vf v_max(vf a, vf b) { return _mm256_max_ps(b, a); }
INLINE vf v_pow2(vf a) {
  return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_slli_epi32((__m256i)a, 23), (__m256i)_mm256_set1_ps(1)));
}
INLINE vf v_gt(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_GT_OQ); }
INLINE vf v_eq(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_EQ_OQ); }
INLINE vf v_and(vf mask, vf a) { return _mm256_and_ps(mask, a); }
INLINE vf v_andnot(vf mask, vf a) { return _mm256_andnot_ps(mask, a); }
INLINE vf v_or(vf a, vf b) { return _mm256_or_ps(a, b); }
INLINE vf v_select(vf mask, vf a, vf b) { return _mm256_blendv_ps(b, a, mask); }
INLINE int v_any(vf a) { return !_mm256_testz_si256((__m256i)a, (__m256i)a); }
#ifdef FUSED
INLINE vf v_madd(vf a, vf b, vf c) { return _mm256_fmadd_ps(a, b, c); }
#else
INLINE vf v_madd(vf a, vf b, vf c) { return _mm256_add_ps(_mm256_mul_ps(a, b), c); }
#endif
INLINE __m256i v_lanes(ix n) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE vf v_load_n(const float *p, ix n) { return _mm256_maskload_ps(p, v_lanes(n)); }
INLINE void v_store_n(float *p, vf a, ix n) { _mm256_maskstore_ps(p, v_lanes(n), a); }
