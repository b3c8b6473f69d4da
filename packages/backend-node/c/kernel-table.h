/* The kernels of one build, as build-native.mjs collects them. */
#pragma once
#include <stdatomic.h>
#include <stddef.h>

/* `args` follows the address of the heap, see kernel.h of the kernels. */
typedef void kernel_function(const void *args, ptrdiff_t chunk);

struct kernel {
  const char *name;
  unsigned bytes; /* of the argument struct */
};
extern const struct kernel kernels[];
extern const unsigned kernel_count;

/* One instruction set and one way to round; the functions stand in the order of `kernels`. */
struct level {
  const char *name;
  int lanes, fused;
  kernel_function *const *functions;
};
extern const struct level levels[];
extern const unsigned level_count;

/* Version and sources of the kernels that the file was built from. */
extern const char kernels_version[];

/* The arguments of a call: the host's copy, which nobody can change while the call runs. MOST_BYTES is defined by the
 * build. */
struct call {
  char *heap;
  unsigned char args[MOST_BYTES];
};
