/* Prints the most multiplications and additions, in billions a second of CPU time, that one core does in vectors of the
 * width that it is compiled for. They are apart, as in the exact builds of the kernels, and none waits for another. */
#include <immintrin.h>
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
enum { LANES = 16 };
typedef __m512 vf;
#define ADD _mm512_add_ps
#define MUL _mm512_mul_ps
#define SET _mm512_set1_ps
#elif defined(__AVX2__)
enum { LANES = 8 };
typedef __m256 vf;
#define ADD _mm256_add_ps
#define MUL _mm256_mul_ps
#define SET _mm256_set1_ps
#else
enum { LANES = 4 };
typedef __m128 vf;
#define ADD _mm_add_ps
#define MUL _mm_mul_ps
#define SET _mm_set1_ps
#endif

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void) {
  enum { STEPS = 2000000, PAIRS = 8 };
  vf a = SET(1.5f), b = SET(0.75f);
  double best = 0;
  for (int round = 0; round < 30; round++) {
    double from = cpu_seconds();
    for (long step = 0; step < STEPS; step++)
#pragma GCC unroll 16
      for (int i = 0; i < PAIRS; i++) {
        /* The compiler must take the operands for new ones, and the results for used. */
        __asm__ volatile("" : "+v"(a), "+v"(b));
        vf product = MUL(a, b), sum = ADD(a, b);
        __asm__ volatile("" : : "v"(product), "v"(sum));
      }
    double rate = 2.0 * LANES * PAIRS * STEPS / (cpu_seconds() - from) / 1e9;
    if (rate > best) best = rate;
  }
  printf("%.1f\n", best);
  return 0;
}
