/* One SIMD vocabulary, four targets: wasm simd128, wasm relaxed SIMD, AVX2 with FMA, AVX-512.
 *
 * A kernel is written once over vectors of VL floats (4, 8 or 16). Tails are read and written with v_load_n and
 * v_store_n, so that a kernel never needs a scalar copy of its formula and never touches memory past its arrays.
 */
#pragma once

#define INLINE static inline __attribute__((always_inline))

/* Before an enum that TypeScript needs too: build.mjs writes it to src/generated. */
#define SHARED

/* Unrolls a loop with a constant count. Clang silently ignores `#pragma GCC unroll`; accumulator arrays then stay in
 * memory and a matrix product runs at half speed. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

/* Sizes and strides: wide enough to address the heap on every target, signed so that loops may count down. */
typedef __PTRDIFF_TYPE__ ix;

/* The low bits of x + ROUND hold the integer nearest to x, and (x + ROUND) - ROUND is that integer, for |x| < 2^22. */
#define ROUND 12582912.0f /* 1.5 * 2^23 */

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#define VL 4
typedef v128_t vf;
INLINE vf v_load(const float *p) { return wasm_v128_load(p); }
INLINE void v_store(float *p, vf a) { wasm_v128_store(p, a); }
INLINE vf v_splat(float a) { return wasm_f32x4_splat(a); }
INLINE vf v_load1(const float *p) { return wasm_v128_load32_splat(p); } /* one float in every lane */
INLINE vf v_add(vf a, vf b) { return wasm_f32x4_add(a, b); }
INLINE vf v_sub(vf a, vf b) { return wasm_f32x4_sub(a, b); }
INLINE vf v_mul(vf a, vf b) { return wasm_f32x4_mul(a, b); }
INLINE vf v_div(vf a, vf b) { return wasm_f32x4_div(a, b); }
INLINE vf v_sqrt(vf a) { return wasm_f32x4_sqrt(a); }
INLINE vf v_abs(vf a) { return wasm_f32x4_abs(a); }
/* b < a ? b : a and a < b ? b : a: a NaN in the first operand survives. */
INLINE vf v_min(vf a, vf b) { return wasm_f32x4_pmin(a, b); }
INLINE vf v_max(vf a, vf b) { return wasm_f32x4_pmax(a, b); }
/* 2^n for whole n in [-126, 127], given n + ROUND. */
INLINE vf v_pow2(vf a) { return wasm_i32x4_add(wasm_i32x4_shl(a, 23), wasm_f32x4_splat(1)); }
/* Comparisons give a mask that v_and and v_select take. */
INLINE vf v_gt(vf a, vf b) { return wasm_f32x4_gt(a, b); }
INLINE vf v_eq(vf a, vf b) { return wasm_f32x4_eq(a, b); }
INLINE vf v_and(vf mask, vf a) { return wasm_v128_and(mask, a); }
INLINE vf v_andnot(vf mask, vf a) { return wasm_v128_andnot(a, mask); } /* a where the mask is not set */
INLINE vf v_or(vf a, vf b) { return wasm_v128_or(a, b); }
INLINE vf v_select(vf mask, vf a, vf b) { return wasm_v128_bitselect(a, b, mask); } /* mask ? a : b */
INLINE int v_any(vf a) { return wasm_v128_any_true(a); }                             /* a bit set anywhere */
#ifdef __wasm_relaxed_simd__
INLINE vf v_madd(vf a, vf b, vf c) { return wasm_f32x4_relaxed_madd(a, b, c); }
#else
INLINE vf v_madd(vf a, vf b, vf c) { return wasm_f32x4_add(wasm_f32x4_mul(a, b), c); }
#endif
/* The first n floats, 0 < n < VL; the other lanes are zero. */
INLINE vf v_load_n(const float *p, ix n) {
  if (n == 1) return wasm_v128_load32_zero(p);
  vf a = wasm_v128_load64_zero(p);
  return n == 2 ? a : wasm_v128_load32_lane(p + 2, a, 2);
}
INLINE void v_store_n(float *p, vf a, ix n) {
  if (n == 1) {
    wasm_v128_store32_lane(p, a, 0);
    return;
  }
  wasm_v128_store64_lane(p, a, 0);
  if (n == 3) wasm_v128_store32_lane(p + 2, a, 2);
}

#elif defined(__AVX512F__)
#include <immintrin.h>
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
INLINE vf v_madd(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vf v_load_n(const float *p, ix n) { return _mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p); }
INLINE void v_store_n(float *p, vf a, ix n) { _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), a); }

#elif defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
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
INLINE vf v_madd(vf a, vf b, vf c) { return _mm256_fmadd_ps(a, b, c); }
INLINE __m256i v_lanes(ix n) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE vf v_load_n(const float *p, ix n) { return _mm256_maskload_ps(p, v_lanes(n)); }
INLINE void v_store_n(float *p, vf a, ix n) { _mm256_maskstore_ps(p, v_lanes(n), a); }

#else
#error "simd.h: build for wasm with -msimd128, or for x86-64 with -mavx2 -mfma or -mavx512f"
#endif

/* Values below this magnitude become 0 where a recurrence or a running average would decay them into denormals.
 * Arithmetic on denormals is a hundred times slower, and wasm has no mode that flushes them. */
#define TINY 1e-30f

/* a, or 0 where |a| < TINY. NaN and infinity pass. */
INLINE vf v_flush(vf a) { return v_andnot(v_gt(v_splat(TINY), v_abs(a)), a); }

/* The last 1 to VL floats of an array. */
INLINE vf v_load_upto(const float *p, ix n) { return n >= VL ? v_load(p) : v_load_n(p, n); }
INLINE void v_store_upto(float *p, vf a, ix n) {
  if (n >= VL) v_store(p, a);
  else v_store_n(p, a, n);
}

/* to[k][q] = from[q][k] for a VL × VL square: rows `ld` floats apart are read, rows `stride` apart written. */
INLINE void transpose_square(const float *from, ix ld, float *to, ix stride) {
#if VL == 4
  vf a = v_load(from), b = v_load(from + ld), c = v_load(from + 2 * ld), d = v_load(from + 3 * ld);
  vf ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  v_store(to, wasm_i64x2_shuffle(ab, cd, 0, 2)), v_store(to + stride, wasm_i64x2_shuffle(ab, cd, 1, 3));
  ab = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7), cd = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  v_store(to + 2 * stride, wasm_i64x2_shuffle(ab, cd, 0, 2));
  v_store(to + 3 * stride, wasm_i64x2_shuffle(ab, cd, 1, 3));
#else
  for (int k = 0; k < VL; k++)
    UNROLL
    for (int q = 0; q < VL; q++) to[k * stride + q] = from[q * ld + k];
#endif
}

INLINE void set_zero(float *p, ix n) {
  ix i = 0;
  for (; i + VL <= n; i += VL) v_store(p + i, v_splat(0));
  if (i < n) v_store_n(p + i, v_splat(0), n - i);
}

INLINE void copy(const float *from, float *to, ix n) {
  ix i = 0;
  for (; i + VL <= n; i += VL) v_store(to + i, v_load(from + i));
  if (i < n) v_store_n(to + i, v_load_n(from + i, n - i), n - i);
}

/* to += from */
INLINE void add_to(const float *from, float *to, ix n) {
  ix i = 0;
  for (; i + VL <= n; i += VL) v_store(to + i, v_add(v_load(to + i), v_load(from + i)));
  if (i < n) v_store_n(to + i, v_add(v_load_n(to + i, n - i), v_load_n(from + i, n - i)), n - i);
}
