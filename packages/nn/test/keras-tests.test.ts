import { dispose, tensor, tidy } from '@seqloom/backend';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { describe, expect, test } from 'vitest';
import {
  Add,
  Average,
  BatchNormalization,
  Concatenate,
  Dot,
  type Layer,
  LayerNormalization,
  Masking,
  Maximum,
  Minimum,
  Multiply,
  Permute,
  Softmax,
  Subtract,
} from '../src/index.ts';

startBackend(wasmBackend());

// Keras' own tests of these layers, as data; each test has the name of the function. `tooling/oracles/keras-tests.md` lists all.

const FIRST = [0, 0, 1, 2, 0, 0, 3, 4];
const SECOND = [0, 0, 0, 0, 1, 2, 3, 4];
const negative = (values: readonly number[]) => values.map((value) => 0 - value);

/** A layer, two inputs, what it gives where the first has a mask, and where both have. */
describe('merging_test.py', () => {
  test.each<[string, Layer, readonly number[], readonly number[], readonly number[], readonly number[]]>([
    ['test_add_with_mask', new Add(), FIRST, SECOND, [0, 0, 1, 2, 1, 2, 6, 8], [0, 0, 1, 2, 1, 2, 6, 8]],
    [
      'test_subtract_with_mask',
      new Subtract(),
      FIRST,
      SECOND,
      [0, 0, 1, 2, -1, -2, 0, 0],
      [0, 0, 1, 2, -1, -2, 0, 0],
    ],
    [
      'test_average_with_mask',
      new Average(),
      FIRST,
      SECOND,
      [0, 0, 0.5, 1, 0.5, 1, 3, 4],
      [0, 0, 0.5, 1, 0.5, 1, 3, 4],
    ],
    [
      'test_multiply_with_mask',
      new Multiply(),
      FIRST,
      SECOND,
      [0, 0, 0, 0, 1, 2, 9, 16],
      [0, 0, 1, 2, 1, 2, 9, 16],
    ],
    [
      'test_maximum_with_mask',
      new Maximum(),
      negative(FIRST),
      negative(SECOND),
      [0, 0, 0, 0, -1, -2, -3, -4],
      [0, 0, -1, -2, -1, -2, -3, -4],
    ],
    [
      'test_minimum_with_mask',
      new Minimum(),
      FIRST,
      SECOND,
      [0, 0, 0, 0, 1, 2, 3, 4],
      [0, 0, 1, 2, 1, 2, 3, 4],
    ],
  ])('%s', async (_, layer, a, b, one, both) => {
    const shape = [1, 4, 2];
    const inputs = [tensor(a, shape), tensor(b, shape)];
    const masking = new Masking().build(shape);
    layer.build([shape, shape]);
    const masks = inputs.map((x) => masking.computeMask(x));
    for (const [given, expected] of [
      [[masks[0], undefined], one],
      [masks, both],
    ] as const) {
      const { output, mask } = tidy(() => {
        const result = layer.applyMasked(inputs, { masks: given });
        return { output: result.output, mask: result.mask };
      }) as { output: ReturnType<typeof tensor>; mask: ReturnType<typeof tensor> | undefined };
      expect(Array.from(await output.data(), (value) => value + 0)).toEqual(expected);
      expect(mask && Array.from(await mask.data())).toEqual(given[1] && [0, 1, 1, 1]);
      dispose(output, ...(mask ? [mask] : []));
    }
    dispose(...inputs, ...masks);
  });

  test('test_concatenate_with_mask', async () => {
    const shape = [1, 4, 2];
    const inputs = [tensor(FIRST, shape), tensor(SECOND, shape)];
    const mask = new Masking().build(shape).computeMask(inputs[0]!);
    for (const [axis, expected, counts] of [
      [1, [...FIRST, ...SECOND], [0, 1, 0, 1, 1, 1, 1, 1]],
      [2, [0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 2, 3, 4, 3, 4], undefined],
    ] as const) {
      const layer = new Concatenate({ axis }).build([shape, shape]);
      const output = layer.apply(inputs);
      expect(Array.from(await output.data())).toEqual(expected);
      const left = tidy(() => layer.computeMask(inputs, [mask, undefined]));
      // Keras gives a mask in which all steps count; here none does the same.
      expect(left && Array.from(await left.data())).toEqual(counts);
      dispose(output, ...(left ? [left] : []));
    }
    dispose(...inputs, mask);
  });

  test('test_dot_higher_dim', () => {
    const layer = new Dot({ axes: [-2, -1] });
    expect(
      layer.computeOutputShape([
        [1, 3, 2],
        [1, 1, 2, 3],
      ]),
    ).toEqual([1, 2, 1, 2]);
  });

  test('test_subtract_layer_inputs_length_errors', () => {
    const shape = [null, 4, 5];
    expect(() => new Subtract().build([shape, shape, shape])).toThrow('takes a list of 2 inputs, got 3');
    expect(() => new Subtract().build([shape])).toThrow('takes a list of 2 inputs, got 1');
  });
});

describe('layer_normalization_test.py', () => {
  test('test_output', async () => {
    const layer = new LayerNormalization({ betaInitializer: 'ones', gammaInitializer: 'ones' }).build([
      null,
      5,
    ]);
    const x = tensor([0, 1, 2, 3, 4], [1, 5]);
    const y = layer.apply(x);
    expectClose(await y.data(), [-0.41386, 0.29307, 1.0, 1.70693, 2.41386], 1e-4);
    dispose(x, y);
    layer.dispose();
  });

  test('test_unsorted_axis', async () => {
    const x = tensor(
      Float32Array.from({ length: 24 }, (_, i) => Math.sin(i * 2.1)),
      [2, 3, 4],
    );
    const outputs = [
      [-2, -1],
      [-1, -2],
    ].map((axis) => new LayerNormalization({ axis, center: false, scale: false }).build([2, 3, 4]).apply(x));
    expect(await outputs[0]!.data()).toEqual(await outputs[1]!.data());
    dispose(x, ...outputs);
  });

  test('test_invalid_axis', () => {
    expect(() => new LayerNormalization({ axis: { axis: -1 } as never })).toThrow(TypeError);
  });
});

describe('batch_normalization_test.py', () => {
  test('test_input_fully_masked', async () => {
    const layer = new BatchNormalization({ scale: false, center: false }).build([4, 5]);
    const x = tensor(new Float32Array(20), [4, 5]);
    const mask = tensor(new Uint8Array(4), [4], 'bool');
    const y = layer.apply(x, { mask, training: true });
    expect((await y.data()).every((value) => value === 0)).toBe(true);
    dispose(x, y, mask);
    layer.dispose();
  });

  test.each([0, 0.1, 1])('test_bachnorm_ignore_masked_values %d', async (maskValue) => {
    const row = [1, 5, 2, 5, maskValue, maskValue, maskValue, maskValue].map(Math.fround);
    const x = tensor(Array.from({ length: 10 }, () => row).flat(), [10, 4, 2]);
    const mask = tidy(() =>
      new Masking({ maskValue: Math.fround(maskValue) }).build([10, 4, 2]).computeMask(x),
    );
    const layer = new BatchNormalization({ momentum: 0 }).build([null, null, 2]);
    layer.apply(x, { mask, training: true }).dispose();
    const weights = await layer.getWeights();
    expectClose(weights[2]!.data, [1.5, 5], 1e-5);
    expectClose(weights[3]!.data, [0.25, 0], 1e-5);
    dispose(x, mask);
    layer.dispose();
  });

  test('test_trainable_behavior', async () => {
    const layer = new BatchNormalization({ momentum: 0.8, epsilon: 1e-7 }).build([1, 4, 4, 3]);
    layer.trainable = false;
    expect([layer.weights.length, layer.trainableWeights.length]).toEqual([4, 0]);
    const values = Float32Array.from({ length: 9600 }, (_, i) => 5 + 10 * Math.sin(i * i * 0.37));
    const x = tensor(values, [200, 4, 4, 3]);
    const frozen = layer.apply(x, { training: true });
    expectClose(await frozen.data(), values, 1e-6);
    layer.trainable = true;
    expect([layer.weights.length, layer.trainableWeights.length]).toEqual([4, 2]);
    const y = layer.apply(x, { training: true });
    const got = await y.data();
    for (let feature = 0; feature < 3; feature++) {
      const column = got.filter((_, i) => i % 3 === feature) as Float32Array;
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
      expect(Math.abs(mean)).toBeLessThan(1e-3);
      expect(Math.abs(Math.sqrt(variance) - 1)).toBeLessThan(1e-3);
    }
    dispose(x, frozen, y);
    layer.dispose();
  });

  test('test_masked_broadcast_normalization', async () => {
    const layer = new BatchNormalization({ momentum: 0 }).build([1, 2, 3, 4]);
    const x = tensor(new Float32Array(24).fill(1), [1, 2, 3, 4]);
    const mask = tensor(Uint8Array.of(1, 1), [1, 2], 'bool');
    const y = layer.apply(x, { mask, training: true });
    expect(Math.max(...Array.from(await y.data(), Math.abs))).toBeLessThanOrEqual(1e-6);
    expectClose((await layer.getWeights())[2]!.data, [1, 1, 1, 1], 1e-6);
    dispose(x, y, mask);
    layer.dispose();
  });
});

test('permute_test.py test_permute_errors_on_invalid_set_of_dims_indices', () => {
  expect(() => new Permute({ dims: [1, 4, 2] })).toThrow('dims');
  expect(() => new Permute({ dims: [0, 1, 2] })).toThrow('dims');
});

test.each([
  [-1, [0.21194156, 0.57611688, 0.21194156]],
  [1, [0.21194156, 0.57611688, 0.21194156]],
])('softmax_test.py test_softmax_correctness, axis %d', async (axis, expected) => {
  const layer = new Softmax({ axis }).build([1, 3]);
  const x = tensor([1, 2, 1], [1, 3]);
  const y = layer.apply(x);
  expectClose(await y.data(), expected, 1e-6);
  dispose(x, y);
});
