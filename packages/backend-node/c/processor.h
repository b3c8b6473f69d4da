/* What the processor can run, and the operating system saves. */
#pragma once
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

static inline int supports(const char *level, int fused) {
  unsigned a, b, c, d, extended = 0, saved = 0, saved_high;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  if (!strcmp(level, "sse4.1")) return (c & bit_SSE4_1) != 0;
  if (!(c & bit_OSXSAVE) || !(c & bit_AVX) || (fused && !(c & bit_FMA))) return 0;
  __asm__ volatile("xgetbv" : "=a"(saved), "=d"(saved_high) : "c"(0));
  if (__get_cpuid_max(0, 0) < 7) return 0;
  __cpuid_count(7, 0, a, extended, c, d);
  /* Bits of XCR0: 1 and 2 for the registers of AVX, 5 to 7 for those of AVX-512. */
  if (!strcmp(level, "avx2")) return (saved & 6) == 6 && (extended & bit_AVX2);
  return (saved & 0xe6) == 0xe6 && (extended & bit_AVX512F);
}

static inline void spin_pause(void) { __builtin_ia32_pause(); }

#else
/* Every arm64 processor has NEON and fused multiply-add. */
static inline int supports(const char *level, int fused) {
  (void)level, (void)fused;
  return 1;
}

static inline void spin_pause(void) { __asm__ volatile("yield"); }
#endif
