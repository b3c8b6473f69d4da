/* What all vocabularies of x86-64 share. */
#pragma once
#include <immintrin.h>

INLINE void transpose4(const float *from, ix ld, float *to, ix stride) {
  __m128 a = _mm_loadu_ps(from), b = _mm_loadu_ps(from + ld);
  __m128 c = _mm_loadu_ps(from + 2 * ld), d = _mm_loadu_ps(from + 3 * ld);
  _MM_TRANSPOSE4_PS(a, b, c, d);
  _mm_storeu_ps(to, a), _mm_storeu_ps(to + stride, b);
  _mm_storeu_ps(to + 2 * stride, c), _mm_storeu_ps(to + 3 * stride, d);
}
