import { createHeap, type LinearHeap } from '../src/index.ts';

const PAGE = 4096;

/** A heap whose every block has a page on either side that nobody may touch. */
export interface PageHeap extends LinearHeap {
  /** Numbers of these pages. */
  guards(): number[];
}

/** @param flush - which of its two guards a block touches; there, one byte too far is noticed */
export function pageHeap(flush: 'start' | 'end'): PageHeap {
  const heap = createHeap();
  const blocks = new Map<number, { readonly block: number; readonly guards: readonly [number, number] }>();
  return {
    memory: heap.memory,
    guards: () => [...blocks.values()].flatMap(({ guards }) => guards),
    get used() {
      return heap.used;
    },
    malloc(bytes) {
      const pages = Math.max(1, Math.ceil(bytes / PAGE));
      // Another page besides the guards, because the heap's blocks begin anywhere.
      const block = heap.malloc((pages + 3) * PAGE);
      const before = Math.ceil(block / PAGE);
      const after = before + pages + 1;
      const pointer = flush === 'start' ? (before + 1) * PAGE : after * PAGE - 4 * Math.ceil(bytes / 4);
      blocks.set(pointer, { block, guards: [before, after] });
      return pointer;
    },
    free(pointer) {
      heap.free(blocks.get(pointer)!.block);
      blocks.delete(pointer);
    },
  };
}
