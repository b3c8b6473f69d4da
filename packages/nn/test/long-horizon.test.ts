import { dispose, liveTensors, mul, sum, tensor, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, it, test } from 'vitest';
import {
  Dense,
  DLinear,
  type DLinearOptions,
  Flatten,
  firstOutput,
  type Layer,
  ReversibleNormalization,
  type ReversibleNormalizationOptions,
} from '../src/index.ts';

startBackend(wasmBackend());

interface Answer<Options> {
  readonly options: Options;
  /** Of the layer within. */
  readonly units: number;
  readonly x: readonly number[];
  readonly shape: readonly number[];
  readonly outputShape: readonly number[];
  readonly upstream: readonly number[];
  readonly y: readonly number[];
  readonly dx: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** What `tooling/oracles/long_horizon.py` recorded from PyTorch. */
const recorded = readRecorded<{
  dlinear: readonly Answer<DLinearOptions>[];
  normalization: readonly Answer<Omit<ReversibleNormalizationOptions, 'layer'>>[];
}>('long_horizon');

async function compare(layer: Layer, answer: Answer<object>): Promise<void> {
  const before = liveTensors();
  const { x, shape, outputShape, upstream, y, dx, weights, gradients } = answer;
  expect(layer.build([null, ...shape.slice(1)]).outputShape).toEqual([null, ...outputShape.slice(1)]);
  const own = await layer.getWeights(); // those of a layer within have its name before theirs
  layer.setWeights(
    own.map((weight, i) => ({ ...weight, data: Float32Array.from(weights[layer.weights[i]!.name]!) })),
  );
  const input = tensor(x, shape);
  const given = tensor(upstream, outputShape);
  const { value, rest, grads } = valueAndGrad(() => {
    const output = firstOutput(layer.apply(input));
    return [sum(mul(output, given)), output];
  }, [input, ...layer.weights.map((weight) => weight.value)]);
  // float32 sums of some ten products, in another order
  expect(relativeError(await rest[0]!.data(), y)).toBeLessThanOrEqual(1e-5);
  expect(relativeError(await grads[0]!.data(), dx)).toBeLessThanOrEqual(2e-5);
  for (const [i, { name }] of layer.weights.entries()) {
    expect(relativeError(await grads[i + 1]!.data(), gradients[name]!), name).toBeLessThanOrEqual(2e-5);
  }
  dispose(input, given, value, ...rest, ...grads.map((grad) => grad!));
  layer.dispose();
  expect(liveTensors()).toBe(before);
}

test.each(recorded.dlinear)('DLinear equals PyTorch: $options', async (answer) => {
  await compare(new DLinear(answer.options), answer);
});

test.each(recorded.normalization)('ReversibleNormalization equals PyTorch: $options', async (answer) => {
  const layer = new Dense({ units: answer.units });
  await compare(new ReversibleNormalization({ ...answer.options, layer }), answer);
});

describe('ReversibleNormalization', () => {
  it('moves the forecast with the level of the window, and scales it with its spread', async () => {
    for (const mode of ['standard', 'last'] as const) {
      const layer = new ReversibleNormalization({ layer: new DLinear({ horizon: 2, kernelSize: 3 }), mode });
      layer.build([null, 5, 1], { seed: 3 });
      const window = [1, 4, 2, 8, 5];
      const scale = mode === 'standard' ? 10 : 1;
      const forecastOf = async (values: readonly number[]) => {
        const x = tensor(values, [1, 5, 1]);
        const y = layer.apply(x);
        const data = await y.data();
        dispose(x, y);
        return [...data];
      };
      const near = await forecastOf(window);
      const far = await forecastOf(window.map((value) => value * scale + 100));
      // epsilon beside a variance of 6: below 1e-5 of the spread
      for (const [i, value] of near.entries()) expect(far[i]! - (value * scale + 100)).toBeCloseTo(0, 3);
      layer.dispose();
    }
  });

  it('names what does not fit', () => {
    const dense = () => new Dense({ units: 2 });
    const built = (options: ReversibleNormalizationOptions) => () =>
      new ReversibleNormalization(options).build([null, 4, 3]);
    expect(built({ layer: dense() })).toThrow(
      /ReversibleNormalization ".*": its layer must forecast all 3 features, \[B, H, 3\], got .*2.*Give the number of the feature/,
    );
    expect(built({ layer: dense(), feature: 3 })).toThrow(
      'feature must be the number of one of the 3 features, got 3',
    );
    expect(built({ layer: new Flatten(), feature: 2 })().outputShape).toEqual([null, 12]);
    expect(() => new ReversibleNormalization({ layer: {} as Layer })).toThrow(
      'ReversibleNormalization: layer must be a layer, got',
    );
    expect(() => new DLinear({ horizon: 3, kernelSize: 24 })).toThrow(
      'DLinear: kernelSize must be an odd positive integer, got 24.',
    );
  });
});
