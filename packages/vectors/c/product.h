/* The inner product of two rows; `n` is a multiple of 4. Plain simd128, so that every machine gives the same bits. */
#pragma once
#include <wasm_simd128.h>

static inline float product(const float *a, const float *b, int n) {
  v128_t even = wasm_f32x4_splat(0);
  v128_t odd = wasm_f32x4_splat(0);
  int d = 0;
  for (; d + 8 <= n; d += 8) {
    even = wasm_f32x4_add(even, wasm_f32x4_mul(wasm_v128_load(a + d), wasm_v128_load(b + d)));
    odd = wasm_f32x4_add(odd, wasm_f32x4_mul(wasm_v128_load(a + d + 4), wasm_v128_load(b + d + 4)));
  }
  if (d < n) even = wasm_f32x4_add(even, wasm_f32x4_mul(wasm_v128_load(a + d), wasm_v128_load(b + d)));
  v128_t sum = wasm_f32x4_add(even, odd);
  return (wasm_f32x4_extract_lane(sum, 0) + wasm_f32x4_extract_lane(sum, 1)) +
         (wasm_f32x4_extract_lane(sum, 2) + wasm_f32x4_extract_lane(sum, 3));
}
