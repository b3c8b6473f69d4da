import { expect, test, vi } from 'vitest';
import { createHeap, loadKernels, Recording } from '../src/index.ts';

const COUNT = 100;
const BYTES = 4 * COUNT;
/** Room for arguments and alignment. */
const REST = 2000;

/** `links` activations one after the other, recorded as a library would: every result is freed when the next is there. */
async function recordChain(links: number) {
  const heap = createHeap();
  const kernels = await loadKernels({ heap });
  const view = (pointer: number) => new Float32Array(heap.memory.buffer, pointer, COUNT);
  const recording = new Recording();
  const x = heap.malloc(BYTES);
  view(x).fill(0.5);
  const input = recording.addBlock('input', x, BYTES);
  let last = x;
  kernels.record(recording, () => {
    for (let i = 0; i < links; i++) {
      const y = heap.malloc(BYTES);
      recording.addBlock('made', y, BYTES);
      kernels.activate({ activation: 'tanh', x: last, y, count: COUNT });
      if (last !== x) heap.free(last);
      last = y;
    }
  });
  return { heap, kernels, view, recording, input, output: recording.placeOf(last)!, last };
}

test('a program gives the bits of the calls that were recorded, for other numbers', async () => {
  const { kernels, view, recording, input, output, heap } = await recordChain(5);
  const program = kernels.program({ recording, inputs: [input], outputs: [output], mostBytes: 1e6 })!;
  const numbers = Float32Array.from({ length: COUNT }, (_, i) => i / 20 - 2);
  view(program.inputs[0]!).set(numbers);
  program.run();
  const got = view(program.outputs[0]!).slice();
  const y = heap.malloc(BYTES);
  view(y).set(numbers);
  for (let i = 0; i < 5; i++) kernels.activate({ activation: 'tanh', x: y, y, count: COUNT });
  expect(got).toEqual(view(y).slice());
});

test('blocks that are not in use at one time share memory', async () => {
  const { kernels, recording, input, output } = await recordChain(20);
  const { bytes } = kernels.program({ recording, inputs: [input], outputs: [output], mostBytes: 1e6 })!;
  expect(bytes).toBeLessThan(2 * 448 + REST);
});

test('a program gives its memory back, once', async () => {
  const { kernels, recording, input, output, heap } = await recordChain(3);
  const free = vi.spyOn(heap, 'free');
  const malloc = vi.spyOn(heap, 'malloc');
  const program = kernels.program({ recording, inputs: [input], outputs: [output], mostBytes: 1e6 })!;
  expect(malloc.mock.calls).toEqual([[program.bytes]]);
  program.run();
  program.dispose();
  program.dispose();
  expect(free.mock.calls).toEqual([[malloc.mock.results[0]!.value]]);
  expect(() => program.run()).toThrow('has been disposed of');
});

test('there is none beyond the memory allowed', async () => {
  const { kernels, recording, input, output } = await recordChain(3);
  expect(
    kernels.program({ recording, inputs: [input], outputs: [output], mostBytes: BYTES }),
  ).toBeUndefined();
});

test('there is none for an address of no known block', async () => {
  const { kernels, recording, input, output, heap, last } = await recordChain(1);
  const y = heap.malloc(BYTES);
  kernels.record(recording, () => kernels.activate({ activation: 'relu', x: last, y, count: COUNT }));
  expect(recording.problem).toBe('activate_all: y is an address of no known block');
  expect(kernels.program({ recording, inputs: [input], outputs: [output], mostBytes: 1e6 })).toBeUndefined();
});

test('a constant is read where it is, at the time of the run', async () => {
  const heap = createHeap();
  const kernels = await loadKernels({ heap });
  const [a, b, c] = [heap.malloc(24), heap.malloc(24), heap.malloc(16)];
  const floats = (pointer: number, count: number) => new Float32Array(heap.memory.buffer, pointer, count);
  const recording = new Recording();
  const input = recording.addBlock('input', a, 24);
  recording.addBlock('constant', b, 24);
  recording.addBlock('made', c, 16);
  kernels.record(recording, () => kernels.gemm({ a, b, c, m: 2, n: 2, k: 3 }));
  const program = kernels.program({
    recording,
    inputs: [input],
    outputs: [recording.placeOf(c)!],
    mostBytes: 1e6,
  })!;
  floats(program.inputs[0]!, 6).set([1, 2, 3, 4, 5, 6]);
  floats(b, 6).set([1, 0, 0, 1, 1, 1]);
  program.run();
  expect([...floats(program.outputs[0]!, 4)]).toEqual([4, 5, 10, 11]);
  floats(program.inputs[0]!, 6).set([1, 2, 3, 4, 5, 6]);
  floats(b, 6).set([2, 0, 0, 2, 2, 2]);
  program.run();
  expect([...floats(program.outputs[0]!, 4)]).toEqual([8, 10, 20, 22]);
});
