import { dispose, liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { Normalization, type NormalizationOptions, ShapeError, sizeOf } from '../src/index.ts';

startBackend(wasmBackend());

interface Answer {
  readonly data: readonly number[] | null;
  readonly shape: readonly number[];
  readonly options: NormalizationOptions;
  readonly y: readonly number[];
  readonly mean?: readonly number[];
  readonly variance?: readonly number[];
}

/** What `tooling/oracles/preprocessing.py` recorded from Keras. */
const { normalization } = readRecorded<{ normalization: readonly Answer[] }>('preprocessing');

/** The numbers of the oracle. */
function numbers(seed: number, shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 7919 + seed * 104729) % 31) - 15) / 8);
}

test.each(normalization.map((answer) => [JSON.stringify({ ...answer.options, data: answer.data }), answer]))(
  'gives what Keras gives: %s',
  async (_, { data, shape, options, y, mean, variance }) => {
    const before = liveTensors();
    const values = data && { data: numbers(1, data), shape: data };
    const input = tensor(numbers(2, shape), shape);
    const built = [null, ...shape.slice(1)];
    // Adapted before the build, after it, and of parts of the data.
    const layers = [0, 1, 2].map((when) => {
      const layer = new Normalization(options);
      if (values && when === 0) layer.adapt(values);
      layer.build(built);
      if (values && when === 1) layer.adapt(values);
      if (values && when === 2) layer.adapt(parts(values, [1, 3]));
      return layer;
    });
    for (const layer of layers) {
      const output = layer.apply(input);
      expect(relativeError(await output.data(), y)).toBeLessThanOrEqual(1e-5); // float32 mean and variance there
      output.dispose();
      const weights = await layer.getWeights();
      expect(weights.map(({ name }) => name)).toEqual(data ? ['mean', 'variance'] : []);
      if (mean) expect(relativeError(weights[0]!.data, mean)).toBeLessThanOrEqual(1e-5);
      if (variance) expect(relativeError(weights[1]!.data, variance)).toBeLessThanOrEqual(1e-5);
    }
    dispose(input);
    for (const layer of layers) layer.dispose();
    expect(liveTensors()).toBe(before);
  },
);

/** Rows of an array, cut at the given ones. */
function* parts({ data, shape }: { data: Float32Array; shape: readonly number[] }, cuts: readonly number[]) {
  const width = sizeOf(shape.slice(1));
  let start = 0;
  for (const end of [...cuts, shape[0]!]) {
    yield { data: data.subarray(start * width, end * width), shape: [end - start, ...shape.slice(1)] };
    start = end;
  }
}

test('a large mean does not cancel the variance', async () => {
  const layer = new Normalization({ axis: null });
  layer.adapt({ data: Float32Array.of(1e7 - 1, 1e7, 1e7 + 1), shape: [3] });
  layer.build([null]);
  const [, variance] = await layer.getWeights();
  expect(variance!.data[0]).toBeCloseTo(2 / 3, 5);
  layer.dispose();
});

test('inverted, it undoes what the layer does', async () => {
  const data = { data: numbers(3, [6, 2]), shape: [6, 2] };
  const [there, back] = [new Normalization(), new Normalization({ invert: true })];
  const x = tensor(data.data, data.shape);
  for (const layer of [there, back]) {
    layer.adapt(data);
    layer.build([null, 2]);
  }
  const y = there.apply(x);
  const z = back.apply(y);
  for (const [i, value] of (await z.data()).entries()) expect(value).toBeCloseTo(data.data[i]!, 5);
  dispose(x, y, z);
  there.dispose();
  back.dispose();
});

test('options and data that do not fit are refused by name', () => {
  const refused = (options: object, message: string) =>
    expect(() => new Normalization(options as never)).toThrow(message);
  refused({ mean: 1 }, 'Normalization: variance must be given with mean, got mean alone.');
  refused({ variance: 1 }, 'mean must be given with variance');
  refused({ mean: [1, 2], variance: 1 }, 'as many numbers as mean');
  refused({ mean: 1, variance: -1 }, 'variance must be numbers ≥ 0');
  refused({ mean: Number.NaN, variance: 1 }, 'mean must be a finite number');
  refused({ mean: [], variance: [] }, 'mean');
  refused({ axis: 0.5 }, 'axis');
  refused({ axis: 'time' }, 'axis');
  expect(() => new Normalization({ axis: 3 }).build([null, 2])).toThrow(ShapeError);
  expect(() => new Normalization({ axis: -4 }).build([null, 3, 4])).toThrow(ShapeError);
  expect(() => new Normalization({ axis: 0 }).build([null, 3])).toThrow('axis');
  expect(() => new Normalization({ axis: 1 }).build([null, null])).toThrow('known positive size');
  expect(() => new Normalization({ mean: [1, 2], variance: [1, 2] }).build([null, 3])).toThrow(
    'mean and variance must be one number or 3, for axes of size [3], got 2.',
  );
  expect(() =>
    new Normalization({ mean: 1, variance: 1 }).adapt({ data: numbers(1, [2]), shape: [2] }),
  ).toThrow('among the options');
  const layer = new Normalization();
  const three = { data: numbers(1, [2, 3]), shape: [2, 3] };
  const four = { data: numbers(1, [2, 4]), shape: [2, 4] };
  expect(() => layer.adapt([])).toThrow('there are no data');
  expect(() => layer.adapt([three, four])).toThrow(ShapeError);
  expect(() => layer.adapt([42] as never)).toThrow('data must be { data, shape }');
  expect(() => layer.adapt({ data: Float32Array.of(1, Number.NaN), shape: [2, 1] })).toThrow('NaN at 1');
  layer.adapt(four);
  expect(() => layer.build([null, 3])).toThrow('was adapted to [4]');
  layer.build([null, 4]);
  expect(() => layer.adapt(three)).toThrow('expected data with [4]');
  layer.dispose();
});

test('costs no multiply-adds and is recorded for predictions', () => {
  const layer = new Normalization();
  expect(layer.countMultiplyAdds()).toBe(0);
  expect(layer.replayable).toBe(true);
});
