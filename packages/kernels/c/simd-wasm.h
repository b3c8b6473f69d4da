/* The vocabulary of simd.h for wasm simd128 and relaxed SIMD, where what every operation does is described. */
#pragma once
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

INLINE void transpose4(const float *from, ix ld, float *to, ix stride) {
  vf a = v_load(from), b = v_load(from + ld), c = v_load(from + 2 * ld), d = v_load(from + 3 * ld);
  vf ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  v_store(to, wasm_i64x2_shuffle(ab, cd, 0, 2)), v_store(to + stride, wasm_i64x2_shuffle(ab, cd, 1, 3));
  ab = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7), cd = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  v_store(to + 2 * stride, wasm_i64x2_shuffle(ab, cd, 0, 2));
  v_store(to + 3 * stride, wasm_i64x2_shuffle(ab, cd, 1, 3));
}
