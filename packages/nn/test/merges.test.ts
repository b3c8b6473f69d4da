import { readFileSync } from 'node:fs';
import { liveTensors, type Tensor, tensor, tidy } from '@seqloom/backend';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import {
  Add,
  Average,
  Concatenate,
  Dot,
  type LayerConfig,
  LayerRegistry,
  Maximum,
  Minimum,
  MultiInputLayer,
  Multiply,
  Permute,
  type Shape,
  ShapeError,
  Softmax,
  Subtract,
} from '../src/index.ts';

startBackend(wasmBackend());

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean)[];
}

interface Case {
  readonly layer: string;
  readonly options: LayerConfig['options'];
  readonly inputs: readonly Values[];
  readonly output: Values;
  readonly masks?: readonly (Values | null)[];
  /** Null: the mask ends. */
  readonly mask?: Values | null;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../tooling/oracles/recorded/merges.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] };

const registry = new LayerRegistry([
  Add,
  Average,
  Concatenate,
  Dot,
  Maximum,
  Minimum,
  Multiply,
  Permute,
  Softmax,
  Subtract,
]);

const titled = cases.map((one) => {
  const shapes = one.inputs.map(({ shape }) => `[${shape}]`).join(' ');
  const title = `${one.layer} ${JSON.stringify(one.options)} of ${shapes}${one.masks ? ' with masks' : ''}`;
  return [title, one] as const;
});

const floats = ({ shape, data }: Values) => tensor(Float32Array.from(data, Number), shape);
const bools = (mask: Values | null) => mask && tensor(Uint8Array.from(mask.data, Number), mask.shape, 'bool');

test.each(titled)('%s, as Keras', async (_, { layer: className, options, inputs, output, masks, mask }) => {
  const before = liveTensors();
  const layer = registry.create({ className, options });
  const shapes = inputs.map(({ shape }): Shape => [null, ...shape.slice(1)]);
  layer.build(shapes.length > 1 ? shapes : shapes[0]!);
  const made = tidy(() => {
    const tensors = inputs.map(floats);
    const given = (masks ?? []).map((one) => bools(one) ?? undefined);
    const x = tensors.length > 1 ? tensors : tensors[0]!;
    const result = layer.applyMasked(x, tensors.length > 1 ? { masks: given } : { mask: given[0] });
    return { output: result.output as Tensor, mask: result.mask as Tensor | undefined };
  });
  expect(made.output.shape).toEqual(output.shape);
  expectClose(await made.output.data(), output.data.map(Number), 1e-6);
  if (mask) {
    // Keras makes a mask of ones where one input has none and the masks are of other axes than the one joined.
    expect(made.mask!.shape).toEqual(mask.shape);
    expect(Array.from(await made.mask!.data())).toEqual(mask.data.map(Number));
  } else if (mask === null) {
    expect(made.mask).toBeUndefined();
  }
  made.output.dispose();
  made.mask?.dispose();
  layer.dispose();
  expect(liveTensors()).toBe(before);
});

test.each<[() => unknown, string]>([
  [
    () =>
      new Add().build([
        [null, 3],
        [null, 2],
      ]),
    'Add "add": its inputs must broadcast, got shapes [?, 3] and [?, 2].',
  ],
  [() => new Add().build([null, 3]), 'Add "add": takes a list of inputs, got one. Write [a, b].'],
  [() => new Add().build([]), 'Add "add": takes a list of inputs, got one.'],
  [
    () =>
      new Subtract().build([
        [null, 3],
        [null, 3],
        [null, 3],
      ]),
    'Subtract "subtract": takes a list of 2 inputs, got 3.',
  ],
  [
    () =>
      new Concatenate().build([
        [null, 3, 2],
        [null, 4, 2],
      ]),
    'its inputs must have one shape but for axis 2',
  ],
  [
    () =>
      new Concatenate({ axis: 0 }).build([
        [null, 3],
        [null, 3],
      ]),
    'axis 0 is not an axis after the batch',
  ],
  [() => new Concatenate({ axis: 1.5 }), 'Concatenate: axis must be the number of an axis, got 1.5.'],
  [
    () =>
      new Dot({ axes: 1 }).build([
        [null, 3],
        [null, 2],
      ]),
    'axis 1 of [?, 3] and axis 1 of [?, 2] must have one size',
  ],
  [() => new Dot({ axes: 0 }), 'Dot: axes must be an axis other than 0, the batch'],
  [
    () =>
      new Dot({ axes: 2 }).build([
        [null, 3],
        [null, 3],
      ]),
    'axis 2 is not an axis after the batch',
  ],
  [
    () => new Permute({ dims: [2, 2] }),
    'Permute: dims must hold the axes 1, 2, … of a sample, each once, got',
  ],
  [() => new Permute({ dims: [2, 1] }).build([null, 3]), 'Permute "permute": expected input of rank 3'],
  [
    () => new Softmax({ axis: 2 }).build([null, 3]),
    'axis 2 is not an axis after the batch of an input of shape [?, 3]',
  ],
  [
    () => new Softmax({ axis: [1, 1] }),
    'Softmax: axis must be the number of an axis or a list of different ones',
  ],
])('what cannot be meant is refused (%#)', (make, message) => {
  expect(make).toThrow(message);
});

test('a layer of several inputs of one’s own gets lists', async () => {
  class First extends MultiInputLayer {
    static readonly className: string = 'First';
    protected override readonly inputCount = 2;
    protected call([x]: readonly Tensor[]): Tensor {
      return x!;
    }
    override computeOutputShape([shape]: readonly Shape[]): Shape {
      return shape!;
    }
  }
  const layer = new First({}).build([
    [null, 1],
    [null, 2],
  ]);
  expect(layer.inputShapes).toEqual([
    [null, 1],
    [null, 2],
  ]);
  const [a, b] = [tensor([7], [1, 1]), tensor([1, 2], [1, 2])];
  const y = layer.apply([a, b]);
  expect(y).not.toBe(a);
  expect(Array.from(await y.data())).toEqual([7]);
  expect(() => layer.apply([a])).toThrow(ShapeError);
  expect(() => layer.apply(a)).toThrow(
    'First "first": expected a list of tensors, got a float32 tensor of shape [1, 1]. Write [a, b].',
  );
  for (const made of [a, b, y, layer]) made.dispose();
});
