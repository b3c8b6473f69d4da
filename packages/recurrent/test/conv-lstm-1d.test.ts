import { tensor } from '@seqloom/backend';
import { LayerRegistry } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { Bidirectional, ConvLSTM1D, type ConvLSTM1DOptions } from '../src/index.ts';
import { draw, expectClose, onWasm, outputOf, runLayer } from './oracle.ts';

onWasm();

const [B, T, L, C, F] = [2, 4, 6, 2, 3];
const SHAPE = [B, T, L, C] as const;

interface Weights {
  readonly kernel: readonly number[];
  readonly recurrentKernel: readonly number[];
  readonly bias: readonly number[];
}

interface LoopInput extends Weights {
  readonly x: readonly number[];
  readonly h0: readonly number[];
  readonly c0: readonly number[];
}

/** The layer written out in float64: every place, gate and tap by itself. Returns all outputs, then the last c. */
function loop(
  { x, kernel, recurrentKernel, bias, h0, c0 }: LoopInput,
  { kernelSize: K, strides = 1, padding = 'valid', dilationRate = 1, goBackwards = false }: ConvLSTM1DOptions,
  mask: readonly number[] = new Array(B * T).fill(1),
): { sequence: number[]; last: number[]; c: number[] } {
  const extent = (K - 1) * dilationRate + 1;
  const places = padding === 'same' ? Math.ceil(L / strides) : Math.floor((L - extent) / strides) + 1;
  const left = padding === 'same' ? Math.floor(Math.max(0, (places - 1) * strides + extent - L) / 2) : 0;
  const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
  const size = places * F;
  const sequence = new Array<number>(B * T * size).fill(0);
  const h = [...h0];
  const c = [...c0];
  const last = new Array<number>(B * size).fill(0);
  for (let b = 0; b < B; b++) {
    for (let s = 0; s < T; s++) {
      const t = goBackwards ? T - 1 - s : s;
      const before = h.slice(b * size, (b + 1) * size);
      const gate = (p: number, column: number) => {
        let z = bias[column]!;
        for (let k = 0; k < K; k++) {
          const place = p * strides + k * dilationRate - left;
          for (let d = 0; d < C && place >= 0 && place < L; d++)
            z += x[((b * T + t) * L + place) * C + d]! * kernel[(k * C + d) * 4 * F + column]!;
          const state = p + k - Math.floor((K - 1) / 2);
          for (let f = 0; f < F && state >= 0 && state < places; f++)
            z += before[state * F + f]! * recurrentKernel[(k * F + f) * 4 * F + column]!;
        }
        return z;
      };
      for (let p = 0; p < places && mask[b * T + t]; p++) {
        for (let f = 0; f < F; f++) {
          const at = b * size + p * F + f;
          const [i, forget, g, o] = [gate(p, f), gate(p, F + f), gate(p, 2 * F + f), gate(p, 3 * F + f)];
          c[at] = sigmoid(forget!) * c[at]! + sigmoid(i!) * Math.tanh(g!);
          h[at] = sigmoid(o!) * Math.tanh(c[at]!);
          last[at] = h[at]!;
        }
      }
      // In the order of reading, as the layer returns them.
      for (let i = 0; i < size; i++) sequence[(b * T + s) * size + i] = last[b * size + i]!;
    }
  }
  return { sequence, last: h, c };
}

const CASES: [string, ConvLSTM1DOptions, number][] = [
  ['valid', { filters: F, kernelSize: 3 }, 4],
  ['same, an even window', { filters: F, kernelSize: 2, padding: 'same' }, 6],
  ['same, strides 2', { filters: F, kernelSize: 3, padding: 'same', strides: 2 }, 3],
  ['valid, dilation 2, backwards', { filters: F, kernelSize: 3, dilationRate: 2, goBackwards: true }, 2],
];

/** A built layer with drawn weights, its operands in float64, and the gradients of its three outputs. */
async function setUp(options: ConvLSTM1DOptions, places: number) {
  const layer = new ConvLSTM1D({ ...options, returnSequences: true, returnState: true });
  layer.build([null, null, L, C]);
  const values = (await layer.getWeights()).map((weight, i) => ({
    ...weight,
    data: draw(weight.shape, 2 + i, 0.5),
  }));
  layer.setWeights(values);
  const [kernel, recurrentKernel, bias] = values.map(({ data }) => [...data]);
  const state = [B, places, F] as const;
  const [h0, c0] = [draw(state, 8), draw(state, 9)];
  const gradients = [draw([B, T, places, F], 5), draw(state, 6), draw(state, 7)] as const;
  const x = draw(SHAPE, 1);
  const operands: LoopInput = {
    x: [...x],
    kernel: kernel!,
    recurrentKernel: recurrentKernel!,
    bias: bias!,
    h0: [...h0],
    c0: [...c0],
  };
  return { layer, operands, x, h0, c0, state, gradients };
}

describe.each(CASES)('ConvLSTM1D, %s', (_, options, places) => {
  test.each([false, true])(
    'equals the loop, and its gradients their finite differences (mask: %s)',
    async (masked) => {
      const { layer, operands, x, h0, c0, state, gradients } = await setUp(options, places);
      const counts = masked ? [0, 1, 0, 1, 1, 1, 1, 0] : new Array<number>(B * T).fill(1);
      const mask = tensor(Uint8Array.from(counts), [B, T], 'bool');
      const initialState = [tensor(h0, state), tensor(c0, state)];
      const context = { initialState, ...(masked && { mask }) };
      const run = await runLayer(layer, { values: x, shape: SHAPE }, gradients, context);
      const expected = loop(operands, options, counts);
      // float32 sums of 15 products over 4 steps.
      for (const [i, values] of [expected.sequence, expected.last, expected.c].entries()) {
        expectClose(run.outputs[i]!, values, 5);
      }
      const loss = (changed: LoopInput): number => {
        const { sequence, last, c } = loop(changed, options, counts);
        const terms = [sequence, last, c].map((values, i) =>
          values.reduce((sum, v, j) => sum + v * gradients[i]![j]!, 0),
        );
        return terms.reduce((a, b) => a + b);
      };
      const got: Record<keyof LoopInput, Float32Array> = {
        x: run.dx,
        kernel: run.weights.kernel!,
        recurrentKernel: run.weights.recurrentKernel!,
        bias: run.weights.bias!,
        h0: run.states[0]!,
        c0: run.states[1]!,
      };
      for (const name of Object.keys(got) as (keyof LoopInput)[]) {
        const values = operands[name];
        expect(got[name]).toHaveLength(values.length);
        for (let i = 0; i < values.length; i += 5) {
          const moved = (by: number) => ({
            ...operands,
            [name]: values.map((v, j) => (i === j ? v + by : v)),
          });
          // Central differences in float64: an error of some 1e-9; the layer's own is that of float32.
          const slope = (loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5;
          expect(got[name][i], `${name}[${i}]`).toBeCloseTo(slope, 4);
        }
      }
      for (const each of [layer, mask, ...initialState]) each.dispose();
    },
  );
});

test('shapes before and after the build', () => {
  const layer = new ConvLSTM1D({
    filters: 5,
    kernelSize: 3,
    padding: 'same',
    strides: 2,
    returnSequences: true,
  });
  expect(layer.computeOutputShape([null, 9, 7, 2])).toEqual([null, 9, 4, 5]);
  expect(layer.build([null, null, 7, 2]).outputShape).toEqual([null, null, 4, 5]);
  expect(layer.stateShapes).toEqual([
    [4, 5],
    [4, 5],
  ]);
  expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
    ['kernel', [3, 2, 20]],
    ['recurrentKernel', [3, 5, 20]],
    ['bias', [20]],
  ]);
  layer.dispose();
});

test('the forget gate starts open', async () => {
  const layer = new ConvLSTM1D({ filters: 2, kernelSize: 1 });
  layer.build([null, null, 3, 1]);
  expect([...(await layer.getWeights())[2]!.data]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  layer.dispose();
});

test('steps that a mask skips change nothing, no matter what they hold', async () => {
  const layer = new ConvLSTM1D({ filters: F, kernelSize: 3, padding: 'same' });
  layer.build([null, null, L, C]);
  const values = draw([1, 3, L, C], 1);
  const short = { values, shape: [1, 3, L, C] };
  const padded = new Float32Array(4 * L * C).fill(Number.NaN);
  padded.set(values, L * C);
  const mask = tensor(Uint8Array.of(0, 1, 1, 1), [1, 4], 'bool');
  const gradients = [draw([1, L, F], 2)];
  const expected = await runLayer(layer, short, gradients);
  const got = await runLayer(layer, { values: padded, shape: [1, 4, L, C] }, gradients, { mask });
  expect(got.outputs).toEqual(expected.outputs);
  expect([...got.dx]).toEqual([...new Array(L * C).fill(0), ...expected.dx]);
  for (const name of ['kernel', 'recurrentKernel', 'bias']) {
    expectClose(got.weights[name]!, expected.weights[name]!, 5);
  }
  for (const each of [layer, mask]) each.dispose();
});

test('a stateful layer goes on where the batch before ended', async () => {
  const options = { filters: F, kernelSize: 3 };
  const [whole, halves] = [new ConvLSTM1D(options), new ConvLSTM1D({ ...options, stateful: true })];
  for (const layer of [whole, halves]) layer.build([null, null, L, C]);
  halves.setWeights(await whole.getWeights());
  const values = draw([1, 4, L, C], 1);
  const x = tensor(values, [1, 4, L, C]);
  const parts = [0, 1].map((i) => tensor(values.slice(i * 2 * L * C, (i + 1) * 2 * L * C), [1, 2, L, C]));
  const expected = await outputOf(whole, x);
  await outputOf(halves, parts[0]!);
  const got = await outputOf(halves, parts[1]!);
  expectClose(got, expected, 6);
  halves.resetStates();
  await outputOf(halves, parts[0]!);
  expect(await outputOf(halves, parts[1]!)).toEqual(got);
  for (const each of [whole, halves, x, ...parts]) each.dispose();
});

test('comes back from JSON with its options, in a Bidirectional too', async () => {
  const pattern = new ConvLSTM1D({ filters: F, kernelSize: 3, padding: 'same', activation: 'relu' });
  const layer = new Bidirectional({ layer: pattern });
  expect(layer.build([null, null, L, C]).outputShape).toEqual([null, L, 2 * F]);
  const json = JSON.parse(JSON.stringify(layer));
  const copy = new LayerRegistry([Bidirectional, ConvLSTM1D]).create(json);
  copy.build([null, null, L, C]);
  copy.setWeights(await layer.getWeights());
  expect(JSON.parse(JSON.stringify(copy))).toEqual(json);
  const x = tensor(draw(SHAPE, 1), SHAPE);
  expect(await outputOf(copy, x)).toEqual(await outputOf(layer, x));
  for (const each of [layer, copy, x]) each.dispose();
});

test('each gate drops inputs and states of its own, the same ones at every step, in training only', async () => {
  // One place, one feature: the argument of each gate is its own input, 0 or twice 0.5.
  const layer = new ConvLSTM1D({
    filters: 1,
    kernelSize: 1,
    dropout: 0.5,
    unitForgetBias: false,
    kernelInitializer: 'ones',
    recurrentInitializer: 'zeros',
    returnSequences: true,
  });
  layer.build([null, null, 1, 1]);
  const n = 64;
  const x = tensor(new Float32Array(2 * n).fill(0.5), [n, 2, 1, 1]);
  const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
  const ways = [0, 1].flatMap((i) =>
    [0, 1].flatMap((f) =>
      [0, 1].flatMap((g) =>
        [0, 1].map((o) => {
          const c = sigmoid(i) * Math.tanh(g);
          const next = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
          return [sigmoid(o) * Math.tanh(c), sigmoid(o) * Math.tanh(next)];
        }),
      ),
    ),
  );
  const got = await outputOf(layer, x, { training: true });
  const seen = new Set<number>();
  for (let b = 0; b < n; b++) {
    const way = ways.findIndex(
      ([first, second]) => Math.abs(got[2 * b]! - first!) + Math.abs(got[2 * b + 1]! - second!) < 1e-6,
    );
    expect(way).toBeGreaterThanOrEqual(0);
    seen.add(way);
  }
  expect(seen.size).toBeGreaterThan(8); // of the 12 that differ: without g the output is 0
  const still = await outputOf(layer, x);
  expect(new Set(still.filter((_, i) => i % 2 === 0)).size).toBe(1);
  for (const each of [layer, x]) each.dispose();
});

test.each<[object, string]>([
  [{ kernelSize: 3 }, 'ConvLSTM1D: filters must be a positive integer, got undefined.'],
  [{ filters: 1, kernelSize: 0 }, 'ConvLSTM1D: kernelSize must be a positive integer, got 0.'],
  [
    { filters: 1, kernelSize: 1, padding: 'causal' },
    'ConvLSTM1D: padding must be one of valid, same, got "causal".',
  ],
  [
    { filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 },
    'ConvLSTM1D: strides and dilationRate must not both be above 1, got strides 2 and dilationRate 2.',
  ],
  [{ filters: 1, kernelSize: 1, units: 2 }, 'ConvLSTM1D: has no setting "units".'],
  [
    { filters: 1, kernelSize: 1, recurrentDropout: 1 },
    'ConvLSTM1D: recurrentDropout must be in [0, 1), got 1.',
  ],
])('%j is refused', (options, message) => {
  expect(() => new ConvLSTM1D(options as ConvLSTM1DOptions)).toThrow(message);
});

test('inputs, masks and states of other shapes are refused by name', () => {
  const layer = new ConvLSTM1D({ filters: 2, kernelSize: 5 });
  expect(() => layer.build([null, 3, 8])).toThrow(
    'ConvLSTM1D "conv_lstm1d": expected input of rank 4 [B, T, L, C], got shape [?, 3, 8]. Its steps are rows',
  );
  expect(() => layer.build([null, 3, 4, 1])).toThrow('kernelSize 5 with padding "valid" needs a length of 5');
  layer.build([null, null, 8, 1]);
  const x = tensor(new Float32Array(16), [1, 2, 8, 1]);
  const state = tensor(new Float32Array(2), [1, 2]);
  expect(() => layer.apply(x, { initialState: [state, state] })).toThrow(
    'expected the initial states [1, 4, 2] float32, [1, 4, 2] float32, got [1, 2] float32, [1, 2] float32.',
  );
  for (const each of [layer, x, state]) each.dispose();
});

test('a sequence of one step and a row of one place', async () => {
  const layer = new ConvLSTM1D({ filters: 1, kernelSize: 3, padding: 'same' });
  layer.build([null, null, 1, 1]);
  const x = tensor([1], [1, 1, 1, 1]);
  expect(await outputOf(layer, x)).toHaveLength(1);
  for (const each of [layer, x]) each.dispose();
});
