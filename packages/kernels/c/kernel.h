/* How a kernel is called.
 *
 *   KERNEL(name) { … work on piece `chunk` … }         after        struct name_args { … };
 *
 * The argument struct has 4-byte fields only, on every target: `at` for an address, `int` and `float`. An address is
 * an offset into the heap, so the same struct serves wasm, where the heap starts at 0, and a native build that works on a
 * heap it is given. build.mjs writes the structs to src/generated, for TypeScript.
 *
 * `chunk` selects one piece of the work. Where the pieces end depends on the sizes alone, never on the number of
 * threads; pieces write to disjoint memory and may run in any order on any thread; sums over pieces are taken in a
 * second kernel, in fixed order. Therefore one thread and many give the same bits.
 */
#pragma once
#include "simd.h"

typedef unsigned at;

#define KERNEL(name) __attribute__((visibility("default"))) void name(const struct name##_args *args, ix chunk)

#ifdef __wasm__
INLINE float *floats(at address) { return (float *)address; }
INLINE int *ints(at address) { return (int *)address; }
INLINE unsigned char *bytes(at address) { return (unsigned char *)address; }
#else
/* Set by the host before the first call. */
extern char *kernel_heap;
INLINE float *floats(at address) { return address ? (float *)(kernel_heap + address) : 0; }
INLINE int *ints(at address) { return address ? (int *)(kernel_heap + address) : 0; }
INLINE unsigned char *bytes(at address) { return address ? (unsigned char *)(kernel_heap + address) : 0; }
#endif

/* The half-open range of piece `chunk` when `total` things are cut into pieces of `size`. */
struct range {
  ix from, to;
};
INLINE struct range piece(ix chunk, ix size, ix total) {
  ix from = chunk * size, to = from + size;
  return (struct range){from, to < total ? to : total};
}
