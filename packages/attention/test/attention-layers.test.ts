import {
  dispose,
  liveTensors,
  recordPlan,
  slice,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '@seqloom/backend';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { ShapeError, stepRandom } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { AdditiveAttention, Attention, inspectAttention, MultiHeadAttention } from '../src/index.ts';

const backend = wasmBackend();
startBackend(backend);

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

test('dropped weights are drawn again in every step, and the others grow', async () => {
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

test('MultiHeadAttention gives the outputs and weights that Keras’ tests expect', async () => {
  const size = 8;
  const layer = new MultiHeadAttention({ numHeads: size, keyDim: size });
  const shape = [1, size, size];
  layer.build([shape, shape, shape]);
  const identity = (i: number, j: number) => Number(i === j);
  // An identity for every head; as Keras' test does it, the same numbers for the projection back.
  const kernel = Float32Array.from({ length: size ** 3 }, (_, at) =>
    identity(Math.floor(at / size ** 2), at % size),
  );
  for (const weight of layer.weights) if (weight.name.endsWith('kernel')) weight.assign(kernel);
  const square = tensor(
    Float32Array.from({ length: size * size }, (_, at) => identity(Math.floor(at / size), at % size)),
    shape,
  );
  const value = tensor(
    Float32Array.from({ length: size * size }, (_, at) => at / 100),
    shape,
  );
  const inputs = [square, value, square];
  const y = layer.apply(inputs);
  const rows = [2.406, 2.44, 2.473, 2.504, 2.535, 2.568, 2.602, 2.633];
  const got = await y.data();
  for (let at = 0; at < size * size; at++) {
    expect(Math.abs(got[at]! - rows[Math.floor(at / size)]!)).toBeLessThanOrEqual(1e-2);
  }
  const { heads } = await inspectAttention(layer, inputs);
  for (const head of heads) {
    for (const [i, row] of head.entries()) {
      for (const [j, weight] of row.entries()) {
        expect(Math.abs(weight - (i === j ? 0.1691 : 0.1187))).toBeLessThanOrEqual(1e-2);
      }
    }
  }
  dispose(y, square, value);
  layer.dispose();
});

test.each([false, true])(
  'MultiHeadAttention goes by the masks of query and value as Keras’ tests expect, causal: %s',
  async (useCausalMask) => {
    const layer = new MultiHeadAttention({ numHeads: 2, keyDim: 2, useCausalMask });
    const ids = { query: [1, 2, 3, 0, 0, 3, 3, 1, 1, 2, 1, 0, 0, 0, 0], value: [5, 4, 0, 3, 0, 0, 2, 1, 1] };
    const embedded = (list: readonly number[], steps: number) =>
      tensor(
        list.flatMap((id) => [0, 1, 2, 3].map((d) => Math.sin(id * 3 + d))),
        [3, steps, 4],
      );
    const inputs = [embedded(ids.query, 5), embedded(ids.value, 3)];
    const masks = [ids.query, ids.value].map((list) =>
      tensor(
        Uint8Array.from(list, (id) => Number(id > 0)),
        [3, list.length / 3],
        'bool',
      ),
    );
    layer.build(inputs.map(({ shape }) => shape));
    const allowed = [
      ...new Array(3).fill([1, 1, 0]),
      ...new Array(2).fill([0, 0, 0]),
      ...new Array(5).fill([1, 0, 0]),
      [1, 1, 1],
      ...new Array(4).fill([0, 0, 0]),
    ].map((row: number[], i) => row.map((counts, step) => counts && (!useCausalMask || step <= i % 5)));
    // Sample 1 has a query without padding.
    const weights = await (async () => {
      const traced = layer.trace(inputs, masks);
      const values = Array.from(await traced.data());
      traced.dispose();
      return values;
    })();
    for (let sample = 0; sample < 3; sample++) {
      for (let row = 0; row < 5; row++) {
        const counts = allowed[sample * 5 + row]!;
        const at = (sample * 2 * 5 + row) * 3; // the first head
        expect(weights.slice(at, at + 3).map((weight) => weight > 0)).toEqual(counts.map(Boolean));
      }
    }
    dispose(...inputs, ...masks);
    layer.dispose();
  },
);

test('MultiHeadAttention has the weights of Keras’ layer, in its order', async () => {
  const layer = new MultiHeadAttention({
    numHeads: 2,
    keyDim: 3,
    valueDim: 1,
    outputShape: 5,
    useGate: true,
  });
  layer.build([
    [null, 4, 6],
    [null, 7, 8],
    [null, 7, 9],
  ]);
  expect((await layer.getWeights()).map(({ name, shape }) => [name, ...shape])).toEqual([
    ['query/kernel', 6, 2, 3],
    ['query/bias', 2, 3],
    ['key/kernel', 9, 2, 3],
    ['key/bias', 2, 3],
    ['gate/kernel', 6, 2, 1],
    ['gate/bias', 2, 1],
    ['value/kernel', 8, 2, 1],
    ['value/bias', 2, 1],
    ['attentionOutput/kernel', 2, 1, 5],
    ['attentionOutput/bias', 5],
  ]);
  layer.dispose();
});

test.for([false, true])(
  'predictions of self-attention are recorded and replayed, causal: %s',
  async (useCausalMask, { skip }) => {
    skip(backend.recordReplay === undefined, 'the backend records no predictions');
    const layer = new MultiHeadAttention({ numHeads: 2, keyDim: 3, useCausalMask });
    layer.build([
      [null, null, 4],
      [null, null, 4],
    ]);
    const values = (seed: number) => Float32Array.from({ length: 24 }, (_, i) => Math.sin(i * 1.3 + seed));
    const x = tensor(values(1), [2, 3, 4]);
    const weights = layer.weights.map(({ value }) => value);
    const { outputs, plan } = recordPlan([x], weights, () => [layer.apply([x, x])]);
    const other = tensor(values(2), [2, 3, 4]);
    const expected = layer.apply([other, other]);
    expect(plan!.run([values(2)])).toEqual([await expected.data()]);
    plan!.dispose();
    dispose(...outputs, x, other, expected);
    layer.dispose();
  },
);

describe('multi_head_attention_test.py', () => {
  test('test_masking_with_different_shapes: one mask for all samples is the same mask for each', async () => {
    const x = tensor(
      Float32Array.from({ length: 80 }, (_, i) => Math.sin(i * 0.9)),
      [2, 5, 8],
    );
    const layer = new MultiHeadAttention({ numHeads: 2, keyDim: 4 }).build([x.shape, x.shape], { seed: 2 });
    const masks = [1, 2].map((batch) =>
      tensor(
        Uint8Array.from({ length: batch * 25 }, (_, i) => Number(i % 5 <= Math.floor(i / 5) % 5)),
        [batch, 5, 5],
        'bool',
      ),
    );
    const outputs = masks.map((attentionMask) => layer.apply([x, x], { attentionMask }));
    expect(await outputs[0]!.data()).toEqual(await outputs[1]!.data());
    dispose(x, ...masks, ...outputs);
    layer.dispose();
  });

  test('test_invalid_scalar_args_rejected', () => {
    for (const wrong of [0, -2, 1.5]) {
      expect(() => new MultiHeadAttention({ numHeads: wrong, keyDim: 4 })).toThrow('numHeads');
      expect(() => new MultiHeadAttention({ numHeads: 4, keyDim: wrong })).toThrow('keyDim');
      expect(() => new MultiHeadAttention({ numHeads: 4, keyDim: 4, valueDim: wrong })).toThrow('valueDim');
    }
  });

  test('test_compute_output_shape, test_multi_head_attention_output_shape_as_int', () => {
    const layer = (outputShape?: number) =>
      new MultiHeadAttention({ numHeads: 2, keyDim: 2, valueDim: 2, outputShape });
    const shapes = [
      [7, 2, 8],
      [7, 2, 3],
      [7, 2, 5],
    ];
    expect(layer().computeOutputShape(shapes)).toEqual([7, 2, 8]);
    expect(layer(3).computeOutputShape(shapes)).toEqual([7, 2, 3]);
  });

  test('test_shape_mismatch_error', () => {
    const layer = new MultiHeadAttention({ numHeads: 4, keyDim: 2, valueDim: 2 });
    expect(() =>
      layer.build([
        [2, 4, 8],
        [2, 2, 8],
        [2, 1, 7],
      ]),
    ).toThrow('value and key one number of steps');
  });

  test('test_multi_head_attention_output_shape_error', () => {
    expect(() => new MultiHeadAttention({ numHeads: 2, keyDim: 2, outputShape: 0 })).toThrow('outputShape');
  });
});

describe('attention_test.py', () => {
  const inputs = () => [zeros([2, 3, 4]), zeros([2, 4, 4])];
  const maskOf = (...bits: number[]) => tensor(Uint8Array.from([...bits, ...bits]), [2, bits.length], 'bool');

  // test_attention_compute_mask_with_no_mask, …_with_first_element_none, …_does_not_return_none_with_valid_mask,
  // …_returns_correct_tensor_with_valid_mask, …_with_all_true_mask, …_with_all_false_mask
  test('test_attention_compute_mask_*: the mask of the query, or none', () => {
    const layer = new Attention();
    const given = inputs();
    const other = maskOf(0, 1, 0, 1);
    expect(layer.computeMask(given, [])).toBeUndefined();
    expect(layer.computeMask(given, [undefined, other])).toBeUndefined();
    for (const mask of [maskOf(1, 0, 1), maskOf(1, 1, 1), maskOf(0, 0, 0)]) {
      expect(layer.computeMask(given, [mask, other])).toBe(mask);
      mask.dispose();
    }
    dispose(...given, other);
  });

  test('test_attention_compute_output_shape, test_attention_2D_mask_shape_mismatch', () => {
    const layer = new Attention();
    expect(
      layer.computeOutputShape([
        [2, 3, 4],
        [2, 3, 5],
        [2, 3, 4],
      ]),
    ).toEqual([2, 3, 5]);
    const [query, value] = [zeros([2, 3, 5]), zeros([2, 4, 5])];
    const masks = [maskOf(1, 0, 1), maskOf(1, 0, 1, 1)];
    const y = layer.build([query.shape, value.shape]).apply([query, value], { masks });
    const weights = tidy(() => layer.trace([query, value], masks));
    expect([y.shape, weights.shape]).toEqual([
      [2, 3, 5],
      [2, 1, 3, 4],
    ]);
    dispose(query, value, y, weights, ...masks);
  });

  test('test_attention_invalid_score_mode', () => {
    expect(() => new Attention({ scoreMode: 'scaled_dot' as never })).toThrow('scoreMode');
  });
});

describe('attentionMask', () => {
  const shape = [2, 4, 6];
  const x = () =>
    tensor(
      Float32Array.from({ length: 48 }, (_, i) => Math.cos(i * 0.7)),
      shape,
    );
  const made = (options: object = {}) =>
    new MultiHeadAttention({ numHeads: 2, keyDim: 3, ...options }).build([shape, shape], { seed: 3 });

  test('of the lower triangle is useCausalMask, and joins the other masks', async () => {
    const input = x();
    const causal = made({ useCausalMask: true });
    const plain = made();
    const triangle = (dtype: 'bool' | 'float32') =>
      tensor(
        Float32Array.from({ length: 16 }, (_, i) => Number(i % 4 <= Math.floor(i / 4))),
        [1, 4, 4],
        dtype,
      );
    const steps = tensor(Uint8Array.of(1, 1, 1, 0, 1, 0, 1, 1), [2, 4], 'bool');
    for (const masks of [undefined, [steps, steps]]) {
      for (const dtype of ['bool', 'float32'] as const) {
        const attentionMask = triangle(dtype);
        const [got, expected] = [
          plain.apply([input, input], { attentionMask, masks }),
          causal.apply([input, input], { masks }),
        ];
        expectClose(await got.data(), await expected.data(), 1e-6);
        const inspected = slice(input, [0, 0, 0], [1, 4, 6]);
        const { heads } = await inspectAttention(plain, inspected, { attentionMask });
        expect(heads[0]!.map((row) => row.map((weight) => Number(weight > 0)))).toEqual(
          [0, 1, 2, 3].map((row) => Float32Array.from([0, 1, 2, 3], (step) => Number(step <= row))),
        );
        dispose(got, expected, attentionMask, inspected);
      }
    }
    dispose(input, steps);
    plain.dispose();
    causal.dispose();
  });

  test('has a gradient and dropout, and a row that sees nothing is zeros before the projection', async () => {
    const input = x();
    const layer = made({ dropout: 0.5, useBias: false });
    const attentionMask = tensor(
      Uint8Array.from({ length: 32 }, (_, i) => Number(Math.floor(i / 4) % 4 !== 2)),
      [2, 4, 4],
      'bool',
    );
    for (const training of [false, true]) {
      const { value, rest, grads } = valueAndGrad(() => {
        const y = layer.apply([input, input], { attentionMask, training });
        return [sum(y), y];
      }, [input]);
      const y = await rest[0]!.data();
      expect(y.every((each, i) => Math.floor(i / 6) % 4 !== 2 || each === 0)).toBe(true);
      expect((await grads[0]!.data()).every(Number.isFinite)).toBe(true);
      dispose(value, ...rest, grads[0]!);
    }
    dispose(input, attentionMask);
    layer.dispose();
  });

  test('of another shape or for another layer is refused by name', () => {
    const input = x();
    const layer = made();
    const attentionMask = zeros([2, 4, 5]);
    expect(() => layer.apply([input, input], { attentionMask })).toThrow(
      'MultiHeadAttention "multi_head_attention": attentionMask must have shape [2, 4, 4], or 1 for the batch, got [2, 4, 5].',
    );
    expect(() => layer.apply([input, input], { attentionMask: 3 as never })).toThrow(
      'attentionMask must be a tensor',
    );
    const other = new Attention().build([shape, shape]);
    expect(() => other.apply([input, input], { attentionMask })).toThrow('takes no attentionMask');
    dispose(input, attentionMask);
    layer.dispose();
    other.dispose();
  });
});
