/* One SIMD vocabulary, six targets: wasm simd128 and relaxed SIMD, SSE4.1, AVX2, AVX-512, NEON of arm64.
 *
 * A kernel is written once over vectors of VL floats (4, 8 or 16). Tails are read and written with v_load_n and
 * v_store_n, so that a kernel never needs a scalar copy of its formula and never touches memory past its arrays.
 *
 * Every target gives the same bits, as long as the compiler contracts nothing (-ffp-contract=off): what a lane computes
 * does not depend on the number of lanes. The exception is a sum over lanes; a file that has one defines FOUR_LANES, and
 * has vectors of four floats everywhere. FUSED, and relaxed SIMD, round v_madd once instead of twice.
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
#include "simd-wasm.h"
#elif defined(__aarch64__)
#include "simd-neon.h"
#elif defined(__AVX512F__) && !defined(FOUR_LANES)
#include "simd-avx512.h"
#elif defined(__AVX2__) && !defined(FOUR_LANES)
#include "simd-avx2.h"
#elif defined(__SSE4_1__)
#include "simd-sse.h"
#else
#error "simd.h: build for wasm with -msimd128, for x86-64 with -msse4.1, -mavx2 or -mavx512f, or for arm64"
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
  UNROLL
  for (int k = 0; k < VL; k += 4)
    UNROLL
    for (int q = 0; q < VL; q += 4) transpose4(from + q * ld + k, ld, to + k * stride + q, stride);
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
