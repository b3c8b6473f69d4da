/* The vocabulary of simd.h for the vectors of arm64. */
#pragma once
#include <arm_neon.h>

#define VL 4
typedef float32x4_t vf;
INLINE uint32x4_t v_bits(vf a) { return vreinterpretq_u32_f32(a); }
INLINE vf v_of(uint32x4_t a) { return vreinterpretq_f32_u32(a); }
INLINE vf v_load(const float *p) { return vld1q_f32(p); }
INLINE void v_store(float *p, vf a) { vst1q_f32(p, a); }
INLINE vf v_splat(float a) { return vdupq_n_f32(a); }
INLINE vf v_load1(const float *p) { return vld1q_dup_f32(p); }
INLINE vf v_add(vf a, vf b) { return vaddq_f32(a, b); }
INLINE vf v_sub(vf a, vf b) { return vsubq_f32(a, b); }
INLINE vf v_mul(vf a, vf b) { return vmulq_f32(a, b); }
INLINE vf v_div(vf a, vf b) { return vdivq_f32(a, b); }
INLINE vf v_sqrt(vf a) { return vsqrtq_f32(a); }
INLINE vf v_abs(vf a) { return vabsq_f32(a); }
INLINE vf v_gt(vf a, vf b) { return v_of(vcgtq_f32(a, b)); }
INLINE vf v_eq(vf a, vf b) { return v_of(vceqq_f32(a, b)); }
INLINE vf v_and(vf mask, vf a) { return v_of(vandq_u32(v_bits(mask), v_bits(a))); }
INLINE vf v_andnot(vf mask, vf a) { return v_of(vbicq_u32(v_bits(a), v_bits(mask))); }
INLINE vf v_or(vf a, vf b) { return v_of(vorrq_u32(v_bits(a), v_bits(b))); }
INLINE vf v_select(vf mask, vf a, vf b) { return vbslq_f32(v_bits(mask), a, b); }
/* vminq and vmaxq treat NaN and zeros differently. */
INLINE vf v_min(vf a, vf b) { return v_select(v_gt(a, b), b, a); }
INLINE vf v_max(vf a, vf b) { return v_select(v_gt(b, a), b, a); }
INLINE vf v_pow2(vf a) { return v_of(vaddq_u32(vshlq_n_u32(v_bits(a), 23), v_bits(v_splat(1)))); }
INLINE int v_any(vf a) { return vmaxvq_u32(v_bits(a)) != 0; }
#ifdef FUSED
INLINE vf v_madd(vf a, vf b, vf c) { return vfmaq_f32(c, a, b); }
#else
INLINE vf v_madd(vf a, vf b, vf c) { return vaddq_f32(vmulq_f32(a, b), c); }
#endif
INLINE vf v_load_n(const float *p, ix n) {
  vf a = vld1q_lane_f32(p, v_splat(0), 0);
  if (n > 1) a = vld1q_lane_f32(p + 1, a, 1);
  return n > 2 ? vld1q_lane_f32(p + 2, a, 2) : a;
}
INLINE void v_store_n(float *p, vf a, ix n) {
  vst1q_lane_f32(p, a, 0);
  if (n > 1) vst1q_lane_f32(p + 1, a, 1);
  if (n > 2) vst1q_lane_f32(p + 2, a, 2);
}

INLINE void transpose4(const float *from, ix ld, float *to, ix stride) {
  float32x4x2_t ab = vtrnq_f32(v_load(from), v_load(from + ld));
  float32x4x2_t cd = vtrnq_f32(v_load(from + 2 * ld), v_load(from + 3 * ld));
  v_store(to, vcombine_f32(vget_low_f32(ab.val[0]), vget_low_f32(cd.val[0])));
  v_store(to + stride, vcombine_f32(vget_low_f32(ab.val[1]), vget_low_f32(cd.val[1])));
  v_store(to + 2 * stride, vcombine_f32(vget_high_f32(ab.val[0]), vget_high_f32(cd.val[0])));
  v_store(to + 3 * stride, vcombine_f32(vget_high_f32(ab.val[1]), vget_high_f32(cd.val[1])));
}
