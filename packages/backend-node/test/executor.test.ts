import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createHeap, loadKernels } from '@seqloom/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadAddon, ownTarget } from '../src/load-addon.ts';
import type { AttachedHeap, NativeAddon } from '../src/native-addon.ts';
import { openExecutor } from '../src/open-executor.ts';
import { addon, MISSING } from './machine.ts';

const LEVEL = addon?.levels.findIndex(({ supported }) => supported) ?? 0;
const M = 256;
/** Seconds of work at most, and a busy machine gives a twentieth of its time or less. */
const LIMIT = 300_000;
/** A compiler takes 5 seconds there, or many times as long. */
const COMPILER_LIMIT = 900_000;

/** The product of two matrices, cut into pieces; `rounds` times. */
async function multiply(threads: number, rounds = 1, of: NativeAddon = addon!): Promise<Float32Array> {
  const heap = createHeap({ shared: true });
  const executor = openExecutor(of, of === addon ? LEVEL : 0, heap, threads);
  try {
    const kernels = await loadKernels({ heap, executor });
    const [a, b, c] = [0, 0, 0].map(() => heap.malloc(4 * M * M)) as [number, number, number];
    for (const [k, pointer] of [a, b].entries()) {
      const view = new Float32Array(heap.memory.buffer, pointer, M * M);
      for (let i = 0; i < view.length; i++) view[i] = ((i * (k + 7)) % 101) / 50 - 1;
    }
    for (let round = 0; round < rounds; round++) kernels.gemm({ a, b, c, m: M, n: M, k: M });
    return new Float32Array(heap.memory.buffer, c, M * M).slice();
  } finally {
    executor.dispose();
  }
}

/** Whether all bits are equal; `toEqual` looks at each number by itself, which takes longer than the products do. */
const sameBits = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe.skipIf(MISSING)(`the native executor${MISSING ? `: ${MISSING}` : ''}`, () => {
  test(
    'gives the same bits on 1, 2, 5 and 64 threads, job after job',
    async () => {
      const expected = await multiply(1);
      for (const [threads, rounds] of [
        [2, 100],
        [5, 50],
        [64, 10],
      ] as const) {
        expect(sameBits(await multiply(threads, rounds), expected), `${threads} threads`).toBe(true);
      }
    },
    LIMIT,
  );

  test('refuses a heap that another backend works on, until that is disposed of', () => {
    const heap = createHeap({ shared: true });
    const first = openExecutor(addon!, LEVEL, heap, 1);
    expect(() => openExecutor(addon!, LEVEL, heap, 1)).toThrow(
      'node: another backend works on this heap. A heap serves one at a time.',
    );
    first.dispose();
    openExecutor(addon!, LEVEL, heap, 1).dispose();
  });

  test('refuses a heap that is not shared', () => {
    expect(() => openExecutor(addon!, LEVEL, createHeap(), 1)).toThrow(
      'node: the memory of the heap must be shared.',
    );
  });

  test('refuses arguments outside the heap, also after it has grown, and runs once disposed of', () => {
    const heap = createHeap({ shared: true });
    const executor = openExecutor(addon!, LEVEL, heap, 1);
    const outside = heap.memory.buffer.byteLength;
    for (const pointer of [outside, outside - 4, 2 ** 32 - 4, 0, 6]) {
      expect(() => executor.run('gemm', pointer, 1)).toThrow('node: the arguments lie outside the heap.');
    }
    expect(() => executor.run('softmax', 8, 1)).toThrow('node: there is no kernel "softmax".');
    heap.memory.grow(4);
    expect(() => executor.run('gemm', outside + 1024, 0)).not.toThrow();
    executor.dispose();
    executor.dispose();
    expect(() => executor.run('gemm', 1024, 1)).toThrow('node: the backend has been disposed of.');
  });

  test('keeps the heap alive and the process too', async () => {
    const executor = openExecutor(addon!, LEVEL, createHeap({ shared: true }), 2);
    for (let i = 0; i < 20; i++) createHeap({ shared: true });
    executor.run('gemm', 1024, 0);
    executor.dispose();
  });

  test(
    'several environments have heaps and threads of their own; one may end at any time',
    async () => {
      const body = `
      const { workerData: { path, level, seed } , parentPort } = require('node:worker_threads');
      const addon = require(path);
      const memory = new WebAssembly.Memory({ initial: 16, maximum: 64, shared: true });
      const heap = addon.attach(new Uint8Array(memory.buffer), level, 3);
      const [count, at] = [60000, 4096];
      const kernel = addon.kernels.indexOf('activate_all');
      const floats = new Float32Array(memory.buffer, at, count);
      new Int32Array(memory.buffer, 1024, 5).set([at, at, count, 1, 1000]);
      let wrong = 0;
      for (let round = 0; ; round++) {
        floats.fill(-seed); floats[round] = seed;
        heap.run(kernel, 1024, 60, true);
        if (floats[round] !== seed || floats.some((x, i) => x !== 0 && i !== round)) wrong++;
        if (round === 100) parentPort.postMessage(wrong);
        if (round === 100 && seed === 1) break;
      }
      heap.dispose();
    `;
      const path = join(import.meta.dirname, '..', 'native', ownTarget(), 'kernels.node');
      const workers = [1, 2, 3].map(
        (seed) => new Worker(body, { eval: true, workerData: { path, level: LEVEL, seed } }),
      );
      const wrong = await Promise.all(
        workers.map(
          (worker) => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject)),
        ),
      );
      expect(wrong).toEqual([0, 0, 0]);
      // The others are in the middle of kernels.
      await Promise.all(workers.map((worker) => worker.terminate()));
      expect(sameBits(await multiply(2), await multiply(1))).toBe(true);
    },
    LIMIT,
  );
});

describe.skipIf(MISSING || process.platform === 'win32')('a thread that ends', () => {
  let hooked: NativeAddon;
  beforeAll(() => {
    const root = join(import.meta.dirname, '..');
    execFileSync(process.execPath, [join(root, 'build-native.mjs'), '--test-hooks']);
    hooked = loadAddon(join(root, 'native', `${ownTarget()}-test`));
  }, COMPILER_LIMIT);

  /** An executor of three threads, and its means to end one. */
  async function withThreads(use: (run: () => Float32Array, kill: (inPiece: boolean) => void) => void) {
    let heap!: AttachedHeap & { kill(worker: number, inPiece: boolean): void };
    const spied: NativeAddon = {
      ...hooked,
      attach(...args) {
        heap = hooked.attach(...args) as typeof heap;
        return heap;
      },
    };
    const memory = createHeap({ shared: true });
    const executor = openExecutor(spied, 0, memory, 3);
    const kernels = await loadKernels({ heap: memory, executor });
    const [a, c] = [memory.malloc(4 * M * M), memory.malloc(4 * M * M)];
    new Float32Array(memory.memory.buffer, a, M * M).fill(1 / M);
    const run = () => {
      kernels.gemm({ a, b: a, c, m: M, n: M, k: M });
      return new Float32Array(memory.memory.buffer, c, M * M).slice();
    };
    use(run, (inPiece) => {
      for (const worker of [0, 1]) heap.kill(worker, inPiece);
    });
    executor.dispose();
    return executor;
  }

  test(
    'idle is not missed',
    async () => {
      const executor = await withThreads((run, kill) => {
        const expected = run();
        kill(false);
        for (let i = 0; i < 200; i++) expect(sameBits(run(), expected)).toBe(true);
      });
      expect(executor.failure).toBeUndefined();
    },
    LIMIT,
  );

  test(
    'in the middle of a piece is an error, and nothing runs after it',
    async () => {
      const executor = await withThreads((run, kill) => {
        kill(true);
        const error =
          'node: a thread has ended in the middle of kernel gemm. Select the backend again with replace: true.';
        // A thread gets a piece once a core is free for it, which may take a while.
        const end = performance.now() + LIMIT / 2;
        expect(() => {
          while (performance.now() < end) run();
        }).toThrow(error);
        expect(run).toThrow('node: a thread has ended.');
      });
      expect(executor.failure).toMatch('in the middle of kernel gemm');
    },
    LIMIT,
  );
});
