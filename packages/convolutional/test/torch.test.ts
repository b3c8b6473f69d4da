import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { sizeOf } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  AveragePooling1D,
  Conv1D,
  Conv1DTranspose,
  DepthwiseConv1D,
  MaxPooling1D,
  type Padding,
  SeparableConv1D,
} from '../src/index.ts';
import { expectNear, numbers } from './recorded.ts';
import { runLayer } from './run-layer.ts';

interface Answers {
  readonly y: readonly number[];
  readonly dx: readonly number[];
}

interface RecordedConvolution extends Answers {
  readonly [size: string]: unknown;
  readonly batch: number;
  readonly length: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  readonly groups: number;
  readonly padding: Padding;
  readonly dFilter: readonly number[];
}

interface RecordedPooling extends Answers {
  readonly kind: 'max' | 'average';
  readonly batch: number;
  readonly length: number;
  readonly channels: number;
  readonly poolSize: number;
  readonly stride: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly outLength: number;
}

interface RecordedLayer extends Answers {
  readonly layer: keyof typeof LAYERS;
  readonly options: Readonly<Record<string, unknown>>;
  readonly shape: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly outputShape: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

const LAYERS = { Conv1D, DepthwiseConv1D, SeparableConv1D, Conv1DTranspose };
const { convolutions, poolings } = readRecorded<{
  readonly convolutions: readonly RecordedConvolution[];
  readonly poolings: readonly RecordedPooling[];
}>('conv');
const layers = readRecorded<readonly RecordedLayer[]>('convolution_layers');

/** Sums of up to 112 products in float32, in tiles that double the rounding. */
const OUTPUT = 1e-5;
const GRADIENT = 1e-4;

startBackend(wasmBackend());

describe('PyTorch gives the same', () => {
  // The layers refuse strides and dilation together, as Keras does.
  const single = convolutions.filter(({ stride, dilation }) => stride === 1 || dilation === 1);

  test('in enough cases', () => {
    expect(single.length + layers.length + poolings.length).toBeGreaterThanOrEqual(80);
    const all = [...single.map(({ padding }) => padding), ...layers.map(({ options }) => options.padding)];
    for (const padding of ['valid', 'same', 'causal']) expect(all).toContain(padding);
  });

  test.each(single.map((c) => [title(c), c] as const))('Conv1D %s', async (_, c) => {
    const { batch, length, channels, filters, kernelSize, groups, padding } = c;
    const options = { filters, kernelSize, groups, padding, strides: c.stride, dilationRate: c.dilation };
    const got = await runLayer(new Conv1D(options), {
      values: numbers(1, batch * length * channels),
      shape: [batch, length, channels],
      weights: {
        kernel: numbers(2, (kernelSize * channels * filters) / groups),
        bias: numbers(3, filters),
      },
    });
    expectNear(got.y, c.y, OUTPUT, 'y');
    expectNear(got.dx, c.dx, GRADIENT, 'dx');
    expectNear(got.gradients.kernel!, c.dFilter, GRADIENT, 'kernel');
  });

  test.each(layers.map((c) => [`${c.layer} ${JSON.stringify(c.options)} on [${c.shape}]`, c] as const))(
    '%s',
    async (_, c) => {
      const Class = LAYERS[c.layer] as new (options: unknown) => Conv1D; // the recorded options are its own
      const weights = Object.entries(c.weights);
      const got = await runLayer(new Class(c.options), {
        values: numbers(1, sizeOf(c.shape)),
        shape: c.shape,
        weights: Object.fromEntries(weights.map(([name, shape], i) => [name, numbers(2 + i, sizeOf(shape))])),
        gradientSeed: 9,
      });
      expect(got.shape).toEqual(c.outputShape);
      expect(Object.keys(got.gradients)).toEqual(Object.keys(c.gradients));
      expectNear(got.y, c.y, OUTPUT, 'y');
      expectNear(got.dx, c.dx, GRADIENT, 'dx');
      for (const [name, expected] of Object.entries(c.gradients)) {
        expectNear(got.gradients[name]!, expected, GRADIENT, name);
      }
    },
  );

  test.each(poolings.map((c) => [title(c), c] as const))('pooling %s', async (_, c) => {
    const { batch, length, channels, poolSize, stride } = c;
    const whole = Math.ceil(length / stride) === c.outLength;
    // Where no window reaches over an end, valid and same can only differ in the number of windows.
    const padding = c.padLeft + c.padRight > 0 || whole ? 'same' : 'valid';
    const Class = c.kind === 'max' ? MaxPooling1D : AveragePooling1D;
    const got = await runLayer(new Class({ poolSize, strides: stride, padding }), {
      values: numbers(5, batch * length * channels),
      shape: [batch, length, channels],
      gradientSeed: 6,
    });
    expectNear(got.y, c.y, OUTPUT, 'y');
    expectNear(got.dx, c.dx, GRADIENT, 'dx');
  });
});

/** The sizes of a case, without the answers. */
function title(c: object): string {
  const sizes = Object.entries(c).filter(([, value]) => !Array.isArray(value));
  return sizes.map(([name, value]) => `${name} ${value}`).join(', ');
}
