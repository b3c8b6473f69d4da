import { createHeap, type LinearHeap } from '../src/index.ts';

/** A heap that puts a pattern around every block and looks, when it is given back, whether the pattern is there. */
export function guardedHeap(): LinearHeap & { readonly violations: readonly number[] } {
  const heap = createHeap();
  const EDGE = 64;
  const sizes = new Map<number, number>();
  const violations: number[] = [];
  const edges = (pointer: number, bytes: number) =>
    [pointer - EDGE, pointer + bytes].map((at) => new Uint8Array(heap.memory.buffer, at, EDGE));
  return {
    violations,
    memory: heap.memory,
    get used() {
      return heap.used;
    },
    malloc(bytes: number) {
      const pointer = heap.malloc(bytes + 2 * EDGE) + EDGE;
      for (const edge of edges(pointer, bytes)) edge.fill(0xa5);
      sizes.set(pointer, bytes);
      return pointer;
    },
    free(pointer: number) {
      const bytes = sizes.get(pointer)!;
      if (!edges(pointer, bytes).every((edge) => edge.every((byte) => byte === 0xa5))) violations.push(bytes);
      heap.free(pointer - EDGE);
    },
  };
}
