/**
 * The memory that kernels work on: their arrays are plain ranges of it, given as byte offsets.
 *
 * The kernels do not own it. The heap of a tensor library can be used as it is, so that nothing is copied.
 */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Returns the byte offset of a fresh block, aligned to 8 bytes at least, or 0 when there is no room. */
  malloc(bytes: number): number;
  /** Frees a block. */
  free(pointer: number): void;
}

/**
 * Allocates a block of a heap.
 *
 * @returns its byte offset, unsigned: allocators compiled to wasm return offsets above 2 GiB as negative numbers
 * @throws RangeError when the heap has no room
 */
export function allocate(heap: Heap, bytes: number): number {
  const pointer = heap.malloc(bytes) >>> 0;
  if (pointer === 0) {
    throw new RangeError(
      `kernels: the heap has no room for ${bytes} bytes, it holds ${heap.memory.buffer.byteLength}. Use smaller batches.`,
    );
  }
  return pointer;
}
