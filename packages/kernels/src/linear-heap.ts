import type { Heap } from './heap.ts';

const PAGE = 65_536;
/** Low addresses stay unused, so that no array starts at offset 0. */
const FIRST = 1024;

/** A heap over a memory of its own. */
export interface LinearHeap extends Heap {
  /** Bytes allocated and not freed. */
  readonly used: number;
}

/**
 * Makes a heap of its own, for use without a tensor library. Freed blocks are reused for requests of the same size; the
 * memory grows when needed and never shrinks.
 *
 * @param options.shared - whether other threads will work on it, default false
 * @param options.maxPages - 64 KiB pages it may grow to, default 32768 (2 GiB)
 */
export function createHeap(
  options: { readonly shared?: boolean; readonly maxPages?: number } = {},
): LinearHeap {
  const { shared = false, maxPages = 32_768 } = options;
  const memory = new WebAssembly.Memory({ initial: 16, maximum: maxPages, shared });
  const sizes = new Map<number, number>();
  const idle = new Map<number, number[]>();
  let top = FIRST;
  let used = 0;
  return {
    memory,
    get used() {
      return used;
    },
    malloc(bytes) {
      const size = Math.max(64, Math.ceil(bytes / 64) * 64);
      let pointer = idle.get(size)?.pop();
      if (pointer === undefined) {
        const missing = top + size - memory.buffer.byteLength;
        if (missing > 0) {
          const pages = Math.ceil(missing / PAGE);
          if (memory.buffer.byteLength / PAGE + pages > maxPages) return 0;
          memory.grow(pages);
        }
        pointer = top;
        top += size;
      }
      sizes.set(pointer, size);
      used += size;
      return pointer;
    },
    free(pointer) {
      const size = sizes.get(pointer);
      if (size === undefined) throw new RangeError(`createHeap: ${pointer} is not a block of this heap.`);
      sizes.delete(pointer);
      used -= size;
      const blocks = idle.get(size);
      if (blocks === undefined) idle.set(size, [pointer]);
      else blocks.push(pointer);
    },
  };
}
