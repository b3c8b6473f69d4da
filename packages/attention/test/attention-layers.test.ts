import { dispose, liveTensors, type Tensor, tensor, zeros } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { ShapeError, stepRandom } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { AdditiveAttention, Attention, inspectAttention, MultiHeadAttention } from '../src/index.ts';

startBackend(wasmBackend());

const two = (values: readonly number[]) => tensor(values, [1, 2, 2]);
/** The tolerance of Keras' tests. */
const close = (got: ArrayLike<number>, expected: readonly number[]) => {
  expect(got).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(1e-3);
};

// What Keras' own tests of Attention and AdditiveAttention expect, as data.
test.each([
  ['Attention', new Attention(), [2.462, 3.462, 1.538, 2.538], [0.269, 0.731, 0.731, 0.269]],
  [
    'Attention by sums',
    new Attention({ scoreMode: 'concat' }),
    [1.727, 2.727, 2.272, 3.272],
    [0.636, 0.363, 0.363, 0.636],
  ],
  [
    'AdditiveAttention',
    new AdditiveAttention({ useScale: false }),
    [1.727, 2.727, 2.272, 3.272],
    [0.636, 0.363, 0.363, 0.636],
  ],
] as const)(
  '%s gives the outputs and weights that Keras’ tests expect',
  async (_, layer, expected, weights) => {
    const inputs = [two([1, 0, 0, 1]), two([1, 2, 3, 4]), two([0, 1, 1, 0])];
    layer.build(inputs.map(({ shape }) => shape));
    const y = layer.apply(inputs);
    close(await y.data(), expected);
    const { heads } = await inspectAttention(layer, inputs);
    close(
      heads[0]!.flatMap((row) => Array.from(row)),
      weights,
    );
    dispose(y, ...inputs);
  },
);

test.each([new Attention(), new AdditiveAttention({ useScale: false })])(
  '$className goes by both masks as Keras’ tests expect',
  async (layer) => {
    const inputs = [two([1, 0, 0, 1]), two([1, 1, 1, 1])];
    layer.build(inputs.map(({ shape }) => shape));
    const masks = [0, 1].map(() => tensor(Uint8Array.of(1, 0), [1, 2], 'bool'));
    const y = layer.apply(inputs, { masks });
    close(await y.data(), [1, 1, 0, 0]);
    const { heads } = await inspectAttention(layer, inputs, { masks });
    expect(heads[0]!.map((row) => Array.from(row))).toEqual([
      [1, 0],
      [1, 0],
    ]);
    dispose(y, ...inputs, ...masks);
  },
);

test('dropped weights are drawn anew in every step, and the others grow', async () => {
  const layer = new Attention({ dropout: 0.5 });
  const inputs = [zeros([1, 1, 1]), tensor(new Float32Array(64).fill(1), [1, 64, 1])];
  layer.build(inputs.map(({ shape }) => shape));
  const at = async (step: number, training: boolean) => {
    const y = layer.apply(inputs, { training, random: stepRandom(1, step) });
    const [value] = await y.data();
    y.dispose();
    return value!;
  };
  expect(await at(1, false)).toBeCloseTo(1, 5);
  // Every weight is 1/64 or, in training, 0 or 1/32.
  const [first, second] = [await at(1, true), await at(2, true)];
  expect(await at(1, true)).toBe(first);
  for (const value of [first, second]) {
    expect(Math.abs(32 * value - Math.round(32 * value))).toBeLessThan(1e-4);
    expect(Math.abs(value - 1)).toBeLessThan(0.6);
  }
  expect(second).not.toBe(first);
  dispose(...inputs);
});

test('inputs that do not fit are refused by name', () => {
  expect(() => new Attention().build([[null, 3, 4]])).toThrow(ShapeError);
  expect(() => new Attention().build([null, 3, 4])).toThrow('Attention "attention": takes');
  const [query, value] = [
    [2, 3, 4],
    [2, 5, 6],
  ];
  expect(() => new Attention().build([query!, value!])).toThrow('query and key must have as many features');
  expect(() => new Attention().build([query!, value!, [2, 4, 4]])).toThrow('one number of steps');
  expect(() => new Attention().build([query!, value!, query!, query!])).toThrow('got 4 inputs');
  expect(() => new MultiHeadAttention({ numHeads: 0, keyDim: 2 })).toThrow(RangeError);
  expect(() => new MultiHeadAttention({ numHeads: 2 } as never)).toThrow('keyDim');
  expect(() => new Attention({ seed: 1 } as never)).toThrow('seed');
});

test('inspectAttention gives every head, takes one tensor for self-attention and leaves nothing behind', async () => {
  const before = liveTensors();
  const layer = new MultiHeadAttention({ numHeads: 3, keyDim: 2, useCausalMask: true });
  layer.build([
    [null, null, 2],
    [null, null, 2],
  ]);
  const x: Tensor = tensor([1, 2, 3, 4, 5, 6], [3, 2]);
  const { heads } = await inspectAttention(layer, x);
  expect(heads).toHaveLength(3);
  for (const head of heads) {
    expect(head.map((row) => row.length)).toEqual([3, 3, 3]);
    expect(Array.from(head[0]!)).toEqual([1, 0, 0]);
    for (const row of head) expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
  }
  await expect(inspectAttention(layer, tensor([1, 2], [1, 1, 2, 1]))).rejects.toThrow(ShapeError);
  await expect(inspectAttention({} as never, x)).rejects.toThrow('inspectAttention: layer must be a built');
  x.dispose();
  layer.dispose();
  expect(liveTensors()).toBe(before + 1); // the one that was refused
});
