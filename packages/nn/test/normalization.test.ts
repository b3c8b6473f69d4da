import { dispose, liveTensors, mul, sum, type Tensor, tensor, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  BatchNormalization,
  type Layer,
  LayerNormalization,
  type PendingChange,
  type Shape,
  ShapeError,
  sizeOf,
} from '../src/index.ts';

startBackend(wasmBackend());

interface Answer {
  readonly source: 'keras' | 'torch';
  readonly layer: 'LayerNormalization' | 'BatchNormalization';
  readonly options: object;
  readonly shape: readonly number[];
  readonly training: boolean;
  readonly masked: boolean;
  readonly y: readonly number[];
  readonly dx: readonly number[];
  readonly dweights: readonly (readonly number[])[];
  readonly statistics: readonly (readonly number[])[];
}

const { cases } = readRecorded<{ cases: readonly Answer[] }>('normalization');

/** The numbers of the oracle. */
function numbers(seed: number, shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 7919 + seed * 104729) % 31) - 15) / 8);
}

function maskOf([batch, time]: readonly number[]): Tensor {
  const bits = Uint8Array.from({ length: batch! * time! }, (_, i) =>
    Number(((i % time!) + 2 * Math.floor(i / time!)) % 4 !== 1),
  );
  return tensor(bits, [batch!, time!], 'bool');
}

function built(layer: Layer, shape: Shape): Layer {
  layer.build(shape);
  for (const [i, weight] of layer.weights.entries()) {
    const values = numbers(2 + i, weight.shape);
    weight.assign(weight.name === 'movingVariance' ? values.map((v) => v * v + 1) : values);
  }
  return layer;
}

describe.each(['keras', 'torch'] as const)('the recorded answers of %s', (source) => {
  const recorded = cases.filter((answer) => answer.source === source);
  test.each(
    recorded.map((answer) => [
      `${answer.layer} ${JSON.stringify(answer.options)} of ${answer.shape}${answer.training ? ', training' : ''}${answer.masked ? ', masked' : ''}`,
      answer,
    ]),
  )('%s', async (_, answer) => {
    const before = liveTensors();
    const { shape, training } = answer;
    const layer = built(
      answer.layer === 'LayerNormalization'
        ? new LayerNormalization(answer.options)
        : new BatchNormalization(answer.options),
      shape,
    );
    const x = tensor(numbers(1, shape), shape);
    const dy = tensor(numbers(9, shape), shape);
    const mask = answer.masked ? maskOf(shape) : undefined;
    const trainable = layer.trainableWeights.map(({ value }) => value);
    const { value, rest, grads } = valueAndGrad(() => {
      const y = layer.apply(x, { training, mask }) as Tensor;
      return [sum(mul(y, dy)), y];
    }, [x, ...trainable]);
    // 1e-5 and 1e-4: float32 sums over at most 48 values, of another order
    expect(relativeError(await rest[0]!.data(), answer.y)).toBeLessThanOrEqual(1e-5);
    const gradients = await Promise.all(grads.map((grad) => grad!.data()));
    for (const [i, expected] of [answer.dx, ...answer.dweights].entries()) {
      expect(relativeError(gradients[i]!, expected), `gradient ${i}`).toBeLessThanOrEqual(1e-4);
    }
    const statistics = layer.weights.filter(({ name }) => name.startsWith('moving'));
    for (const [i, expected] of answer.statistics.entries()) {
      expect(relativeError(await statistics[i]!.value.data(), expected)).toBeLessThanOrEqual(1e-5);
    }
    dispose(x, dy, value, ...rest, ...grads.map((grad) => grad!));
    if (mask) mask.dispose();
    layer.dispose();
    expect(liveTensors()).toBe(before);
  });
});

test('moving statistics wait for the commit of the step, and a step that is discarded leaves them', async () => {
  const before = liveTensors();
  const layer = new BatchNormalization({ momentum: 0.5 });
  layer.build([null, 1]);
  const x = tensor([1, 3], [2, 1]);
  const statistics = async () => (await layer.getWeights()).slice(2).map(({ data }) => data[0]);
  const step = () => {
    const pending: PendingChange[] = [];
    (layer.apply(x, { training: true, defer: (change) => void pending.push(change) }) as Tensor).dispose();
    expect(pending).toHaveLength(1);
    return pending[0]!;
  };
  step().discard();
  expect(await statistics()).toEqual([0, 1]);
  const change = step();
  expect(await statistics()).toEqual([0, 1]);
  change.commit();
  // mean 2 and variance 1, half of the way
  expect(await statistics()).toEqual([1, 1]);
  dispose(x);
  layer.dispose();
  expect(liveTensors()).toBe(before);
});

test('what a mask skips may be anything', async () => {
  const layer = new BatchNormalization();
  layer.build([null, 3, 1]);
  const x = tensor([1, 3, Number.NaN], [1, 3, 1]);
  const mask = tensor(Uint8Array.of(1, 1, 0), [1, 3], 'bool');
  const y = layer.apply(x, { training: true, mask }) as Tensor;
  const [first, second] = await y.data();
  expect(first).toBeCloseTo(-1 / Math.sqrt(1.001), 5);
  expect(second).toBeCloseTo(1 / Math.sqrt(1.001), 5);
  dispose(x, mask, y);
  layer.dispose();
});

test('where no step counts, mean and variance are 0', async () => {
  const layer = new BatchNormalization({ epsilon: 0.25 });
  layer.build([null, 2, 1]);
  const x = tensor([1, 3], [1, 2, 1]);
  const mask = tensor(Uint8Array.of(0, 0), [1, 2], 'bool');
  const y = layer.apply(x, { training: true, mask }) as Tensor;
  expect(Array.from(await y.data())).toEqual([2, 6]);
  dispose(x, mask, y);
  layer.dispose();
});

test('refuses axes that the input does not have, and the batch', () => {
  for (const axis of [0, 3, -3, [1, 1], [1, -2]]) {
    expect(() => new LayerNormalization({ axis }).build([2, 4, 5].slice(0, 2))).toThrow(ShapeError);
  }
  expect(() => new BatchNormalization({ axis: 0 }).build([2, 4])).toThrow(ShapeError);
  expect(() => new BatchNormalization({ axis: 2 }).build([2, 4])).toThrow(ShapeError);
  expect(() => new LayerNormalization({ axis: [] })).toThrow(TypeError);
  expect(() => new LayerNormalization({ axis: 1.5 })).toThrow(RangeError);
  expect(() => new BatchNormalization({ momentum: 1.5 })).toThrow(RangeError);
});

test('a layer that is used twice in a step follows both batches, as Keras does', async () => {
  const before = liveTensors();
  const layer = new BatchNormalization({ momentum: 0.5 });
  layer.build([null, 1]);
  const pending: PendingChange[] = [];
  const first = tensor([1, 3], [2, 1]); // mean 2, variance 1
  const second = tensor([10, 16], [2, 1]); // mean 13, variance 9
  for (const x of [first, second]) {
    (layer.apply(x, { training: true, defer: (change) => void pending.push(change) }) as Tensor).dispose();
  }
  for (const change of pending) change.commit();
  const statistics = (await layer.getWeights()).filter(({ name }) => name.startsWith('moving'));
  const [movingMean, movingVariance] = statistics.map(({ data }) => data[0]!);
  expect(movingMean).toBe(7); // (0 + 2) / 2 = 1, (1 + 13) / 2
  expect(movingVariance).toBe(5); // (1 + 1) / 2 = 1, (1 + 9) / 2
  dispose(first, second);
  layer.dispose();
  expect(liveTensors()).toBe(before);
});
