/* Runs one kernel of a native build on a heap that it reads from standard input and writes back to standard output:
 *
 *   host SIZE GUARDS KERNEL ARGS BYTES CHUNKS
 *
 * GUARDS are numbers of pages of the heap, separated by commas, that nobody may touch meanwhile: doing so ends the process
 * with SIGSEGV. The argument struct of BYTES bytes lies at ARGS. Compiled without instruction set flags, so that `host`
 * alone can say anywhere, with status 3, that the processor lacks those of the kernels. */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, MOST_BYTES = 512 };

struct entry {
  const char *name;
  void (*kernel)(const void *args, ptrdiff_t chunk);
};
extern const struct entry kernels[];

static int supported(void) {
#if defined(AVX512)
  return __builtin_cpu_supports("avx512f");
#elif defined(AVX2)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return 1;
#endif
}

static void protect(char *heap, const char *guards, int access) {
  for (const char *at = guards; *at;) {
    char *end;
    mprotect(heap + PAGE * strtol(at, &end, 10), PAGE, access);
    at = *end ? end + 1 : end;
  }
}

int main(int count, char **words) {
  if (!supported()) return 3;
  if (count < 7) return 0;
  size_t size = strtoul(words[1], 0, 10), bytes = strtoul(words[5], 0, 10);
  char *heap = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (heap == MAP_FAILED || fread(heap, 1, size, stdin) != size || bytes > MOST_BYTES) return 4;
  struct {
    char *heap;
    unsigned char args[MOST_BYTES];
  } call = {.heap = heap};
  memcpy(call.args, heap + strtoul(words[4], 0, 10), bytes);
  const struct entry *entry = kernels;
  while (entry->name && strcmp(entry->name, words[3])) entry++;
  if (!entry->name) return 5;
  protect(heap, words[2], PROT_NONE);
  for (long chunk = 0; chunk < atol(words[6]); chunk++) entry->kernel(call.args, chunk);
  protect(heap, words[2], PROT_READ | PROT_WRITE);
  return fwrite(heap, 1, size, stdout) == size ? 0 : 6;
}
