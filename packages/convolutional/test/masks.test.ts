import { cast, copy, liveTensors, sum, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput, type Layer, Masking, type Shape, setWarningHandler, sizeOf } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  AveragePooling1D,
  Conv1D,
  Conv1DTranspose,
  Cropping1D,
  DepthwiseConv1D,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  MaxPooling1D,
  SeparableConv1D,
  SpatialDropout1D,
  UpSampling1D,
  ZeroPadding1D,
} from '../src/index.ts';
import { expectNear, numbers } from './recorded.ts';

startBackend(wasmBackend());

const LAYERS = {
  AveragePooling1D,
  Conv1D,
  Conv1DTranspose,
  Cropping1D,
  DepthwiseConv1D,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  MaxPooling1D,
  SeparableConv1D,
  UpSampling1D,
};

interface RecordedCase {
  readonly layer: keyof typeof LAYERS;
  readonly options: object;
  readonly lengths: readonly number[];
  readonly weights: readonly (readonly number[])[];
  /** Of each sample on its own, cut to its length. */
  readonly y: readonly (readonly number[])[];
}

const [BATCH, TIME, FEATURES] = [3, 8, 2] as const;

/** Output and mask of one call, as numbers; everything is released. */
async function run(layer: Layer, x: Tensor, mask: Tensor) {
  const [y, left] = tidy(() => [firstOutput(layer.apply(x, { mask })), layer.computeMask(x, mask)]);
  const values = Array.from(await y!.data());
  const counts = left ? Array.from(await cast(left, 'float32').data()) : undefined;
  const shape = y!.shape;
  return { values, counts, shape };
}

describe('padded sequences give what Keras gives for the same sequences without padding', () => {
  const { cases } = readRecorded<{ readonly cases: readonly RecordedCase[] }>('masks');

  test.each(cases)('$layer $options, lengths $lengths', async ({ layer: name, options, ...recorded }) => {
    const LayerClass = LAYERS[name] as new (options: object) => Layer;
    const layer = new LayerClass(options);
    layer.build([null, null, FEATURES]);
    layer.weights.forEach((weight, i) => {
      expect([...weight.shape]).toEqual(recorded.weights[i]);
      weight.assign(numbers(2 + i, sizeOf(weight.shape)));
    });
    // What the mask leaves out is NaN: nothing of it may come through.
    const values = numbers(1, BATCH * TIME * FEATURES);
    const counts = new Uint8Array(BATCH * TIME);
    recorded.lengths.forEach((length, b) => {
      counts.fill(1, b * TIME, b * TIME + length);
      values.fill(Number.NaN, (b * TIME + length) * FEATURES, (b + 1) * TIME * FEATURES);
    });
    const x = tensor(values, [BATCH, TIME, FEATURES]);
    const mask = tensor(counts, [BATCH, TIME], 'bool');
    const got = await run(layer, x, mask);
    const width = got.shape.at(-1)!;
    const steps = sizeOf(got.shape) / width / BATCH;
    recorded.y.forEach((expected, b) => {
      const own = got.values.slice(b * steps * width, (b + 1) * steps * width);
      const counted = got.counts?.slice(b * steps, (b + 1) * steps) ?? [1];
      expect(counted, 'mask').toEqual(counted.map((_, t) => (t < expected.length / width ? 1 : 0)));
      // 1e-6: float32 sums of at most a dozen terms.
      expectNear(own.slice(0, expected.length), expected, 1e-6, `sample ${b}`);
      // What only moves steps moves those that nobody looks at too.
      const moves = layer instanceof UpSampling1D || layer instanceof Cropping1D;
      expect(moves || own.every(Number.isFinite), 'finite where nothing counts').toBe(true);
    });
  });
});

test('a stack of layers gives the same for a sequence with and without padding at its end', async () => {
  const layers = [
    new Masking(),
    new Conv1D({ filters: 4, kernelSize: 3, padding: 'same', biasInitializer: 'ones' }),
    new Conv1D({ filters: 3, kernelSize: 3, padding: 'causal', dilationRate: 2, biasInitializer: 'ones' }),
    new AveragePooling1D({ poolSize: 2, strides: 1, padding: 'same' }),
    new MaxPooling1D({ poolSize: 2 }),
    new GlobalAveragePooling1D(),
  ];
  let shape: Shape = [null, null, FEATURES];
  for (const layer of layers) shape = layer.build(shape).outputShape;
  const through = (steps: number): Promise<ArrayLike<number>> => {
    const values = new Float32Array(steps * FEATURES);
    values.set(numbers(7, 5 * FEATURES));
    return tidy(() => {
      let x = tensor(values, [1, steps, FEATURES]);
      let mask: Tensor | undefined;
      for (const layer of layers) {
        const y = firstOutput(layer.apply(x, { mask }));
        mask = layer.computeMask(x, mask);
        x = y;
      }
      return copy(x);
    }).data();
  };
  expect(Array.from(await through(9))).toEqual(Array.from(await through(5)));
});

describe('masks by hand', () => {
  const maskOf = async (layer: Layer, counts: readonly number[]) => {
    const x = tensor(new Float32Array(counts.length), [1, counts.length, 1]);
    const mask = tensor(Uint8Array.from(counts), [1, counts.length], 'bool');
    const left = tidy(() => cast(layer.computeMask(x, mask)!, 'float32'));
    return Array.from(await left.data());
  };

  test.each([
    [new ZeroPadding1D({ padding: [2, 1] }), [1, 0], [0, 0, 1, 0, 0]],
    [new Cropping1D({ cropping: [1, 2] }), [1, 0, 1, 1, 1], [0, 1]],
    [new UpSampling1D({ size: 2 }), [1, 0], [1, 1, 0, 0]],
    [new MaxPooling1D({ poolSize: 2 }), [1, 0, 1, 1, 0], [0, 1]],
    [new MaxPooling1D({ poolSize: 2, padding: 'same' }), [1, 0, 1, 1, 0], [1, 1, 0]],
    [new AveragePooling1D({ poolSize: 2, strides: 1 }), [0, 1, 1, 1], [0, 1, 1]],
    [new Conv1D({ filters: 1, kernelSize: 3, padding: 'same', strides: 2 }), [0, 1, 1, 1, 1], [0, 1, 1]],
    [new Conv1D({ filters: 1, kernelSize: 3, padding: 'causal' }), [0, 1, 1], [0, 1, 1]],
    [new SpatialDropout1D({ rate: 0.5 }), [1, 0], [1, 0]],
  ])('%# of $className', async (layer, counts, expected) => {
    expect(await maskOf(layer, counts)).toEqual(expected);
  });

  test.each([new ZeroPadding1D(), new Cropping1D({ cropping: 0 }), new UpSampling1D()])(
    'a mask of features is refused by %#',
    (layer) => {
      const x = tensor([1, 2], [1, 2, 1]);
      const mask = tensor([1, 0], [1, 2, 1], 'bool');
      expect(() => layer.computeMask(x, mask)).toThrow('expected a mask of shape [1, 2] for input [1, 2, 1]');
    },
  );

  test('a window averages the steps that count: (2 + 0) / 1, (4 + 6) / 2, none', async () => {
    const layer = new AveragePooling1D({ poolSize: 2, padding: 'same' });
    layer.build([null, 6, 1]);
    const x = tensor([2, Number.NaN, 4, 6, Number.NaN, 8], [1, 6, 1]);
    const mask = tensor([1, 0, 1, 1, 0, 0], [1, 6], 'bool');
    const before = liveTensors();
    const y = firstOutput(layer.apply(x, { mask }));
    expect(liveTensors()).toBe(before + 1);
    expect(Array.from(await y.data())).toEqual([2, 5, 0]);
  });

  test.each([GlobalAveragePooling1D, GlobalMaxPooling1D, AveragePooling1D, MaxPooling1D])(
    'no gradient of %o is NaN for NaN in skipped steps',
    async (Pooling) => {
      const layer = new Pooling();
      layer.build([null, 4, 1]);
      const x = tensor([Number.NaN, Number.NEGATIVE_INFINITY, 3, 7], [1, 4, 1]);
      const mask = tensor([0, 0, 1, 1], [1, 4], 'bool');
      const { value, grads } = valueAndGrad(() => sum(firstOutput(layer.apply(x, { mask }))), [x]);
      const average = Pooling === GlobalAveragePooling1D || Pooling === AveragePooling1D;
      expect(Array.from(await value.data())).toEqual([average ? 5 : 7]);
      expect(Array.from(await grads[0]!.data(), (v) => v + 0)).toEqual(
        average ? [0, 0, 0.5, 0.5] : [0, 0, 0, 1],
      );
    },
  );
});

describe('a mask that ends is reported', () => {
  test.each([
    [new Conv1D({ filters: 1, kernelSize: 1 }), 'Conv1D "conv1d": got a mask, which it does not support.'],
    [new DepthwiseConv1D({ kernelSize: 1 }), 'DepthwiseConv1D "depthwise_conv1d": got a mask'],
    [new SeparableConv1D({ filters: 1, kernelSize: 1 }), 'SeparableConv1D "separable_conv1d": got a mask'],
    [new Conv1DTranspose({ filters: 1, kernelSize: 1 }), 'Conv1DTranspose "conv1d_transpose": got a mask'],
  ])('once by %#', (layer, message) => {
    const messages: string[] = [];
    const previous = setWarningHandler((text) => messages.push(text));
    try {
      layer.build([null, 2, 1]);
      const x = tensor([1, 2], [1, 2, 1]);
      const mask = tensor([1, 0], [1, 2], 'bool');
      for (let i = 0; i < 2; i++) layer.apply(x, { mask });
      expect(messages).toHaveLength(1);
      expect(messages[0]).toContain(message);
      expect(layer.computeMask(x, mask)).toBe(undefined);
    } finally {
      setWarningHandler(previous);
    }
  });
});
