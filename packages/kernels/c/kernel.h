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

#ifdef __wasm__
#define KERNEL(name) __attribute__((visibility("default"))) void name(const struct name##_args *args, ix chunk)
#else
#define KERNEL(name) void name(const struct name##_args *args, ix chunk)
#endif

/* An address within the heap; 0 stays a null pointer. The name `args` must be that of the arguments. */
#ifdef __wasm__
#define in_heap(address) ((void *)(address))
#else
/* The host copies the arguments to its own memory and puts the address of the heap before them. */
#define in_heap(address) heap_pointer(((char *const *)args)[-1], address)
INLINE void *heap_pointer(char *heap, at address) { return address ? heap + address : 0; }
#endif
#define floats(address) ((float *)in_heap(address))
#define ints(address) ((int *)in_heap(address))
#define bytes(address) ((unsigned char *)in_heap(address))

/* The half-open range of piece `chunk` when `total` things are cut into pieces of `size`. */
struct range {
  ix from, to;
};
INLINE struct range piece(ix chunk, ix size, ix total) {
  ix from = chunk * size, to = from + size;
  return (struct range){from, to < total ? to : total};
}
