import {
  dispose,
  fill,
  liveTensors,
  lstmSequence,
  registerBackend,
  type SelectedBackend,
  selectBackend,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from '@seqloom/backend';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wasmBackend } from '../src/index.ts';

// A platform that refuses 4 GiB, so that the tests fill only 2.
const Memory = WebAssembly.Memory;
class SmallMemory extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    if ((descriptor.maximum ?? 0) > 32_768) throw new RangeError('could not allocate memory');
    super(descriptor);
  }
}

let backend: SelectedBackend;
beforeEach(async () => {
  WebAssembly.Memory = SmallMemory;
  registerBackend(wasmBackend());
  backend = await selectBackend({ prefer: ['wasm'], threads: 2 });
});
afterEach(async () => {
  WebAssembly.Memory = Memory;
  await backend.dispose();
});

test('a platform that refuses 4 GiB gets 2, and the report says so', () => {
  expect(backend.notes).toContain(
    'the heap holds 2 GiB at most: the platform refuses 4 GiB (could not allocate memory)',
  );
});

/** Tensors of `size` floats until there is no room for one more. */
function fillUp(size: number): Tensor[] {
  const made: Tensor[] = [];
  expect(() => {
    for (;;) made.push(fill([size], made.length + 1));
  }).toThrow(`the heap of 2 GiB has no room for ${4 * size} bytes more. Use smaller batches`);
  return made;
}

const LARGE = 100e6;
const SMALL = 250e3;

test('a full heap is an error that leaves other tensors alone, and everything goes on when there is room', {
  timeout: 60_000,
}, async () => {
  const before = liveTensors();
  const large = fillUp(LARGE);
  const small = fillUp(10_000);
  const full = liveTensors();
  expect(full).toBe(before + large.length + small.length);
  for (let i = 0; i < 100; i++) expect(() => tensor(new Float32Array(10_000), [10_000])).toThrow('no room');
  expect(liveTensors()).toBe(full);
  for (const [i, it] of large.entries()) {
    const data = await it.data();
    expect([data[0], data[LARGE / 2], data[LARGE - 1]]).toEqual([i + 1, i + 1, i + 1]);
  }
  large.pop()!.dispose();
  const again = fill([LARGE], 7);
  expect((await again.data())[LARGE - 1]).toBe(7);
  dispose(again, ...large, ...small);
  expect(liveTensors()).toBe(before);
});

test('the largest size of a tensor does not fit, one beyond it is refused at once', () => {
  expect(() => fill([2 ** 29], 1)).toThrow(`no room for ${4 * 2 ** 29} bytes`);
  expect(() => fill([2 ** 30 + 1], 1)).toThrow('fill: a tensor of shape [1073741825]');
});

test('a training step that runs out of room half way leaves nothing behind', { timeout: 60_000 }, () => {
  const [B, T, U] = [16, 100, 64];
  const operands = {
    x: fill([B, T, U], 0.1),
    kernel: fill([U, 4 * U], 0.01),
    recurrentKernel: fill([U, 4 * U], 0.01),
  };
  const hold = fill([450e6], 1);
  const small = fillUp(SMALL);
  const room = small.length;
  const before = liveTensors();
  const step = () => {
    const { value, rest, grads } = valueAndGrad(() => {
      const { h, hLast } = lstmSequence({ ...operands, returnSequences: true });
      return [sum(h!), hLast];
    }, Object.values(operands));
    dispose(value, ...rest, ...(grads as Tensor[]));
  };
  // With every block given back the step gets further, until it succeeds.
  let failed = 0;
  for (let succeeded = false; !succeeded; ) {
    try {
      step();
      succeeded = true;
    } catch (error) {
      expect((error as Error).message).toContain('the heap of 2 GiB has no room');
      expect(liveTensors()).toBe(before - failed);
      failed++;
      small.pop()!.dispose();
    }
  }
  expect(failed).toBeGreaterThan(2);
  while (small.length < room) small.push(fill([SMALL], 1));
  expect(liveTensors()).toBe(before);
  dispose(hold, ...small, ...Object.values(operands));
});
