import { describeBackend } from '@seqloom/backend-testkit';
import { compileKernels } from '@seqloom/kernels';
import { describe, expect, test } from 'vitest';
import { createHeapMemory } from '../src/heap-memory.ts';
import { heapPlugin } from '../src/heap-plugin.ts';
import { startOnHeap } from '../src/on-heap.ts';
import { startPool } from '../src/pool.ts';

const { size } = createHeapMemory(true);

/** The backend with everything, also stacks and arguments, above 2 GiB: the half below is taken, and never touched. */
const plugin = heapPlugin({
  name: 'wasm',
  priority: 1,
  configuration: ['above 2 GiB'],
  checkSupport: () =>
    size === '4 GiB' ? { ok: true } : { ok: false, reason: `the platform gives a heap of ${size}` },
  start: () =>
    startOnHeap({
      name: 'wasm',
      shared: true,
      async openRunner(heap) {
        const low = heap.malloc(2 ** 31);
        const next = heap.malloc(8);
        expect(next).toBeGreaterThan(2 ** 31);
        const module = await compileKernels({ shared: true });
        const pool = await startPool(heap, module, 2);
        return {
          module,
          executor: pool,
          report: { threads: 2 },
          failure: () => pool.failure,
          async dispose() {
            await pool.dispose();
            heap.free(next);
            heap.free(low);
          },
        };
      },
    }),
});

await describeBackend('wasm, above 2 GiB', plugin);

describe('the memory of a heap', () => {
  const Memory = WebAssembly.Memory;
  /** What is asked for when the platform gives at most so many pages. */
  function ask(most: number) {
    const asked: number[] = [];
    WebAssembly.Memory = class extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        asked.push(descriptor.maximum!);
        if (descriptor.maximum! > most) throw new RangeError('no');
        super(descriptor);
      }
    };
    try {
      return { asked, ...createHeapMemory(false) };
    } finally {
      WebAssembly.Memory = Memory;
    }
  }

  test('is the largest that the platform gives', () => {
    expect(ask(65_536)).toMatchObject({ asked: [65_535], size: '4 GiB' });
    expect(ask(65_536).note).toBeUndefined();
    expect(ask(20_000)).toMatchObject({
      asked: [65_535, 32_768, 16_384],
      size: '1 GiB',
      maximumBytes: 2 ** 30,
      note: 'the heap holds 1 GiB at most: the platform refuses 4 and 2 GiB (no)',
    });
    expect(() => ask(100)).toThrow('no');
  });

  test('is reserved, not used', () => {
    const before = process.memoryUsage.rss();
    const memories = Array.from({ length: 4 }, () => createHeapMemory(true));
    expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
    expect(memories.every(({ memory }) => memory.buffer.byteLength === 16 * 2 ** 20)).toBe(true);
  });
});
