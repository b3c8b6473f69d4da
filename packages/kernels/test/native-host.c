/* Runs one kernel of a native build on a heap that it reads from standard input and writes back to standard output:
 *
 *   host ISA KERNEL ARGS CHUNKS     ends with 3 where the processor lacks ISA
 *
 * Compiled without instruction set flags, so that it can say so anywhere; the kernels are found by name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *kernel_heap;

static int supported(const char *isa) {
  if (!strcmp(isa, "avx512")) return __builtin_cpu_supports("avx512f");
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

int main(int count, char **words) {
  if (!supported(words[1])) return 3;
  if (count < 5) return 0;
  size_t size = 0, space = 1 << 20, got;
  kernel_heap = malloc(space);
  while ((got = fread(kernel_heap + size, 1, space - size, stdin)) > 0) {
    size += got;
    if (size == space) kernel_heap = realloc(kernel_heap, space *= 2);
  }
  void (*kernel)(const void *, ptrdiff_t) = (void (*)(const void *, ptrdiff_t))dlsym(RTLD_DEFAULT, words[2]);
  if (!kernel) return 4;
  for (long chunk = 0; chunk < atol(words[4]); chunk++) kernel(kernel_heap + atol(words[3]), chunk);
  return fwrite(kernel_heap, 1, size, stdout) == size ? 0 : 5;
}
