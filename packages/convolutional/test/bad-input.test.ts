import { liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { type DropoutOptions, type Layer, ShapeError } from '@seqloom/nn';
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
import { EVERY_OPTION } from './every-option.ts';
import { numbers } from './recorded.ts';

startBackend(wasmBackend());

describe('bad input is refused', () => {
  const convolution = { filters: 4, kernelSize: 3 };
  const dropout = (rate: unknown) => new SpatialDropout1D({ rate } as DropoutOptions);
  test.each<readonly [make: () => unknown, message: string]>([
    [
      () => new Conv1D({ ...convolution, kernelSize: 0 }),
      'Conv1D: kernelSize must be a positive integer, got 0.',
    ],
    [
      () => new Conv1D({ ...convolution, filters: 2.5 }),
      'Conv1D: filters must be a positive integer, got 2.5.',
    ],
    [
      () => new Conv1D({ ...convolution, strides: 2, dilationRate: 3 }),
      'Conv1D: strides and dilationRate must not both be above 1, got strides 2 and dilationRate 3.',
    ],
    [
      () => new SeparableConv1D({ ...convolution, strides: 2, dilationRate: 2 }),
      'SeparableConv1D: strides and dilationRate must not both be above 1',
    ],
    [
      () => new Conv1D({ ...convolution, groups: 3 }),
      'Conv1D: groups must divide filters, got 3 groups and 4 filters.',
    ],
    [
      () => new Conv1D({ ...convolution, padding: 'full' as never }),
      'Conv1D: padding must be one of valid, same, causal, got "full".',
    ],
    [
      () => new Conv1DTranspose({ ...convolution, padding: 'causal' as never }),
      'Conv1DTranspose: padding must be one of valid, same, got "causal".',
    ],
    [
      () => new Conv1DTranspose({ ...convolution, strides: 2, outputPadding: 2 }),
      'Conv1DTranspose: outputPadding must be an integer from 0 on and below strides 2, got 2.',
    ],
    [
      () => new Conv1D({ ...convolution, activation: 'cube' as never }),
      'Conv1D: activation: unknown activation, got "cube".',
    ],
    [
      () => new Conv1D({ ...convolution, useBias: 1 as never }),
      'Conv1D: useBias must be true or false, got 1.',
    ],
    [
      () => new Conv1D({ ...convolution, biasInitializer: 'one' as never }),
      'Conv1D: biasInitializer: unknown initializer, got "one".',
    ],
    [
      () => new Conv1D({ ...convolution, kernelRegularizer: { l2: -1 } }),
      'Conv1D: kernelRegularizer: l2 must be a finite number ≥ 0',
    ],
    [
      () => new Conv1D({ ...convolution, useBias: null as never }),
      'Conv1D: useBias must not be null. Give it a value or leave it out.',
    ],
    [() => new UpSampling1D({ size: null as never }), 'UpSampling1D: size must not be null.'],
    [() => new UpSampling1D({ size: 2 ** 28 }), 'UpSampling1D: size must be at most 16777216 time steps'],
    [() => new ZeroPadding1D({ padding: [0, 2 ** 30] }), 'ZeroPadding1D: padding must be at most 16777216'],
    [() => new MaxPooling1D({ poolSize: 2 ** 30 }), 'MaxPooling1D: poolSize must be at most 16777216'],
    [
      () => new Conv1D({ ...convolution, dilationRate: 2 ** 30 }),
      'Conv1D: the reach of kernelSize and dilationRate must be at most 16777216 time steps, got 2147483649.',
    ],
    [
      () => new Conv1DTranspose({ ...convolution, strides: 2 ** 30 }),
      'Conv1DTranspose: strides must be at most',
    ],
    [
      () => new DepthwiseConv1D({ kernelSize: 2, depthMultiplier: 0 }),
      'DepthwiseConv1D: depthMultiplier must be a positive integer, got 0.',
    ],
    [() => new MaxPooling1D({ poolSize: -1 }), 'MaxPooling1D: poolSize must be a positive integer, got -1.'],
    [
      () => new AveragePooling1D({ padding: 'causal' as never }),
      'AveragePooling1D: padding must be one of valid, same, got "causal".',
    ],
    [
      () => new GlobalMaxPooling1D({ keepDims: 'yes' as never }),
      'GlobalMaxPooling1D: keepDims must be true or false, got "yes".',
    ],
    [
      () => new ZeroPadding1D({ padding: [1, -1] }),
      'ZeroPadding1D: padding must be an integer from 0 on, or [left, right] of two, got [1,-1].',
    ],
    [() => new Cropping1D({ cropping: [1] as never }), 'Cropping1D: cropping must be an integer from 0 on'],
    [() => new UpSampling1D({ size: 0 }), 'UpSampling1D: size must be a positive integer, got 0.'],
    [() => dropout(1), 'SpatialDropout1D: rate must be in [0, 1), got 1.'],
  ])('%# by the constructor', (make, message) => {
    expect(make).toThrow(message);
  });

  test('an input without a time or feature axis', () => {
    for (const layer of EVERY_OPTION) {
      expect(() => layer.clone().build([null, 4])).toThrow(
        `${layer.label}: expected input of rank 3 [B, T, D], got shape [?, 4]. Use an Embedding first, or add a feature axis.`,
      );
    }
    expect(() => new Conv1D(convolution).build([null, 9, null])).toThrow('must have a known positive size');
  });

  test.each<readonly [layer: Layer, shape: readonly number[], message: string]>([
    [
      new Conv1D({ filters: 8, kernelSize: 7 }),
      [5, 2],
      'kernelSize 7 with padding "valid" needs a length of 7 or more, got 5. ' +
        'Use longer sequences, a smaller kernelSize or padding "same".',
    ],
    [
      new Conv1D({ filters: 8, kernelSize: 3, dilationRate: 4 }),
      [8, 2],
      'kernelSize 3 and dilationRate 4 with padding "valid" needs a length of 9 or more, got 8.',
    ],
    [
      new Conv1D({ filters: 4, kernelSize: 1, groups: 2 }),
      [5, 3],
      'groups must divide the features of the input, got 2 groups and 3 features (shape [?, 5, 3]).',
    ],
    [
      new Conv1D({ ...convolution, padding: 'same' }),
      [0, 2],
      'kernelSize 3 with padding "same" needs a length of 1 or more, got 0.',
    ],
    [
      new DepthwiseConv1D({ kernelSize: 4 }),
      [3, 2],
      'kernelSize 4 with padding "valid" needs a length of 4 or more',
    ],
    [
      new SeparableConv1D(convolution),
      [2, 2],
      'kernelSize 3 with padding "valid" needs a length of 3 or more',
    ],
    [new Conv1DTranspose(convolution), [0, 2], 'needs a length of 1 or more, got 0.'],
    [
      new Conv1DTranspose({ ...convolution, kernelSize: 2, padding: 'same', outputPadding: 0 }),
      [1, 2],
      '1 time steps with kernelSize 2, padding "same" and outputPadding 0 would make none.',
    ],
    [
      new MaxPooling1D({ poolSize: 5 }),
      [4, 2],
      'poolSize 5 with padding "valid" needs a length of 5 or more, got 4.',
    ],
    [new AveragePooling1D(), [1, 2], 'poolSize 2 with padding "valid" needs a length of 2 or more, got 1.'],
    [
      new Cropping1D({ cropping: [2, 3] }),
      [5, 1],
      'cropping [2, 3] needs a length of 6 or more, got 5. Crop less.',
    ],
  ])('%# by the build and, where the length was not known then, by the call', (layer, shape, message) => {
    const before = liveTensors();
    const name = `${layer.label}: `;
    expect(() => layer.clone().build([null, ...shape])).toThrow(ShapeError);
    expect(() => layer.clone().build([null, ...shape])).toThrow(name + message);
    expect(liveTensors()).toBe(before);
    if (message.includes('groups') || shape[0] === 0) return;
    const open = layer.clone();
    open.build([null, null, shape[1]!]);
    const x = tensor(numbers(1, shape[0]! * shape[1]!), [1, ...shape]);
    expect(() => open.apply(x)).toThrow(name + message);
    x.dispose();
    open.dispose();
    expect(liveTensors()).toBe(before);
  });
});

describe.each([
  ['GlobalAveragePooling1D', () => new GlobalAveragePooling1D()],
  ['GlobalMaxPooling1D', () => new GlobalMaxPooling1D()],
])('%s refuses', (className, make) => {
  test('masks of another shape or type, and sequences without steps', () => {
    const layer = make();
    layer.build([null, null, 2]);
    const x = tensor(new Float32Array(12), [2, 3, 2]);
    const masks = [tensor([1, 1, 1], [1, 3], 'bool'), tensor(new Float32Array(6), [2, 3])] as const;
    const empty = tensor(new Float32Array(0), [2, 0, 2]);
    expect(() => layer.apply(x, { mask: masks[0] })).toThrow(
      `${layer.label}: expected a mask of shape [2, 3] for input [2, 3, 2], got [1, 3].`,
    );
    expect(() => layer.apply(x, { mask: masks[1] })).toThrow('expected a mask of dtype bool, got float32');
    expect(() => layer.apply(empty)).toThrow(
      `${layer.label}: expected at least one time step to pool over, got shape [2, 0, 2].`,
    );
    expect(layer.label).toContain(className);
    for (const made of [x, empty, ...masks]) made.dispose();
  });
});

test('an output beyond any tensor is refused before it is computed', () => {
  const layer = new UpSampling1D({ size: 2 ** 24 });
  layer.build([null, null, 2]);
  const x = tensor(new Float32Array(64), [8, 4, 2]);
  const before = liveTensors();
  expect(() => layer.apply(x)).toThrow(
    new ShapeError(
      'UpSampling1D "up_sampling1d": an output of shape [8, 67108864, 2] is larger than a tensor can be: 2 GiB of float32. ' +
        'Use smaller sizes, or smaller batches.',
    ),
  );
  expect(liveTensors()).toBe(before);
  x.dispose();
});
