import { dispose, liveTensors, mul, sum, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput } from '@seqloom/nn';
import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { EmbeddingBag } from '../src/index.ts';

startBackend(wasmBackend());

interface BagCase {
  readonly mode: 'mean' | 'sum';
  readonly maskZero: boolean;
  readonly y: number[];
  readonly gradient: number[];
}

const recorded = <T>(name: string) => readRecorded<T>('embedding_bag', name);
const ids = recorded<number[][]>('ids');
const table = Float32Array.from(recorded<number[]>('table'));
const upstreamValues = Float32Array.from(recorded<number[]>('upstream'));

test.each(recorded<BagCase[]>('cases'))(
  'equals PyTorch: $mode, maskZero $maskZero',
  async ({ mode, maskZero, y, gradient }) => {
    const before = liveTensors();
    const layer = new EmbeddingBag({ inputDim: 7, outputDim: 3, mode, maskZero, weights: table });
    expect(layer.build([null, 5]).outputShape).toEqual([null, 3]);
    const x = tensor(Int32Array.from(ids.flat()), [3, 5]);
    const upstream = tensor(upstreamValues, [3, 3]);
    const { value, rest, grads } = valueAndGrad(() => {
      const bag = firstOutput(layer.apply(x));
      return [sum(mul(bag, upstream)), bag];
    }, [layer.weights[0]!.value]);
    expect(relativeError(await rest[0]!.data(), y)).toBeLessThanOrEqual(1e-6); // sums of five multiples of 1/8
    expect(relativeError(await grads[0]!.data(), gradient)).toBeLessThanOrEqual(1e-6);
    dispose(value, rest[0]!, grads[0]!, x, upstream);
    layer.dispose();
    expect(liveTensors()).toBe(before);
  },
);

test('leaves out the steps of a mask as well as id 0', async () => {
  const layer = new EmbeddingBag({
    inputDim: 3,
    outputDim: 1,
    mode: 'sum',
    maskZero: true,
    weights: Float32Array.of(100, 10, 1),
  });
  layer.build([null, 4]);
  const x = tensor(Int32Array.of(0, 1, 2, 2), [1, 4]);
  const mask = tensor(Uint8Array.of(1, 1, 0, 1), [1, 4], 'bool');
  const y = tidy(() => firstOutput(layer.apply(x, { mask })));
  expect(Array.from(await y.data())).toEqual([11]);
  expect(layer.computeMask()).toBeUndefined();
  dispose(x, mask, y);
  layer.dispose();
});

test('names the layer for an id outside the table and for an unknown mode', () => {
  const layer = new EmbeddingBag({ inputDim: 3, outputDim: 2 });
  layer.build([null, 2]);
  const x = tensor(Int32Array.of(1, 3), [1, 2]);
  expect(() => layer.apply(x)).toThrow(/EmbeddingBag.*id 3 is outside 0 … 2/);
  x.dispose();
  layer.dispose();
  expect(() => new EmbeddingBag({ inputDim: 3, outputDim: 2, mode: 'max' as 'sum' })).toThrow(
    /EmbeddingBag: mode must be one of .*got "max"/,
  );
});
