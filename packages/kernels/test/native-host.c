/* Runs kernels of a native build on a heap that it is given with each call and gives back after it:
 *
 *   host SIZE GUARDS KERNEL ARGS BYTES CHUNKS    once, from standard input to standard output
 *   host serve REQUESTS ANSWERS                  call after call, through two named pipes: a line with these words, then the heap
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

/* One call, which `words` describes; 0, or the status to end with. */
static int run(char **words, FILE *in, FILE *out) {
  size_t size = strtoul(words[0], 0, 10), bytes = strtoul(words[4], 0, 10);
  char *heap = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (heap == MAP_FAILED || fread(heap, 1, size, in) != size || bytes > MOST_BYTES) return 4;
  struct {
    char *heap;
    unsigned char args[MOST_BYTES];
  } call = {.heap = heap};
  memcpy(call.args, heap + strtoul(words[3], 0, 10), bytes);
  const struct entry *entry = kernels;
  while (entry->name && strcmp(entry->name, words[2])) entry++;
  if (!entry->name) return 5;
  protect(heap, words[1], PROT_NONE);
  for (long chunk = 0; chunk < atol(words[5]); chunk++) entry->kernel(call.args, chunk);
  protect(heap, words[1], PROT_READ | PROT_WRITE);
  int written = fwrite(heap, 1, size, out) == size && fflush(out) == 0;
  munmap(heap, size);
  return written ? 0 : 6;
}

static int serve(const char *requests, const char *answers) {
  FILE *in = fopen(requests, "r"), *out = fopen(answers, "w");
  if (!in || !out) return 7;
  char *line = 0;
  size_t room = 0;
  while (getline(&line, &room, in) > 0) {
    char *words[6], *rest = line;
    for (int i = 0; i < 6; i++) words[i] = strsep(&rest, " \n");
    int status = run(words, in, out);
    if (status) return status;
  }
  return 0;
}

int main(int count, char **words) {
  if (!supported()) return 3;
  if (count == 4 && !strcmp(words[1], "serve")) return serve(words[2], words[3]);
  return count < 7 ? 0 : run(words + 1, stdin, stdout);
}
