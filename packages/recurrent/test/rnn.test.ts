import {
  add,
  dispose,
  identity,
  matMul,
  mul,
  own,
  reshape,
  scalar,
  sum,
  type Tensor,
  tanh,
  tensor,
  tidy,
} from '@seqloom/backend';
import {
  type CallContext,
  Dense,
  Dropout,
  dropoutMask,
  Layer,
  LayerRegistry,
  type Parameter,
  type Shape,
} from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  Bidirectional,
  LSTM,
  RecurrentCell,
  RNN,
  SimpleRNN,
  StackedRNNCells,
  TimeDistributed,
} from '../src/index.ts';
import { draw, onWasm, outputOf, runLayer } from './oracle.ts';

onWasm();

/** tanh(x·W + h·U): a SimpleRNN without bias, written by a user. */
class TanhCell extends RecurrentCell<{
  readonly units: number;
  readonly name?: string;
  readonly rate?: number;
}> {
  static readonly className: string = 'TanhCell';
  readonly stateSizes: readonly number[] = [this.options.units];
  #kernel!: Parameter;
  #recurrentKernel!: Parameter;

  protected override createParameters(inputShape: Shape): void {
    const { units } = this.options;
    this.#kernel = this.addParameter('kernel', [inputShape[1]!, units], { initializer: 'glorotUniform' });
    this.#recurrentKernel = this.addParameter('recurrentKernel', [units, units], {
      initializer: 'orthogonal',
    });
  }

  protected call(x: Tensor, { initialState, training, random }: CallContext): readonly Tensor[] {
    const { rate = 0 } = this.options;
    const seen = training && rate > 0 ? mul(x, dropoutMask(x.shape, rate, random(this.path))) : x;
    const h = tanh(
      add(matMul(seen, this.#kernel.value), matMul(initialState![0]!, this.#recurrentKernel.value)),
    );
    return [h, identity(h)];
  }
}

/** Sums its inputs; the output is the sum times ten. */
class Total extends RecurrentCell {
  static readonly className: string = 'Total';
  readonly stateSizes: readonly number[] = [1];
  protected call(x: Tensor, { initialState }: CallContext): readonly Tensor[] {
    const total = add(initialState![0]!, sum(x, 1, true));
    return [mul(total, scalar(10)), total];
  }
}

const SHAPE = [3, 7, 4] as const;

describe('RNN over a cell of one’s own', () => {
  test('equals the layer with the same formula, forward and backward, masked and backwards', async () => {
    for (const goBackwards of [false, true]) {
      const options = { returnSequences: true, returnState: true, goBackwards };
      const loop = new RNN({ cell: new TanhCell({ units: 5 }), ...options });
      const layer = new SimpleRNN({ units: 5, useBias: false, ...options });
      for (const one of [loop, layer]) one.build([null, null, 4]);
      const weights = await layer.getWeights();
      loop.setWeights(weights.map((weight) => ({ ...weight, name: `tanh_cell/${weight.name}` })));
      const initialState = [tensor(draw([3, 5], 9), [3, 5])];
      const mask = tensor(
        Uint8Array.from({ length: 21 }, (_, i) => (i % 7 === 2 + Math.floor(i / 7) ? 0 : 1)),
        [3, 7],
        'bool',
      );
      const x = { values: draw(SHAPE, 1), shape: SHAPE };
      const gradients = [draw([3, 7, 5], 2), draw([3, 5], 3)];
      const [got, expected] = [
        await runLayer(loop, x, gradients, { initialState, mask }),
        await runLayer(layer, x, gradients, { initialState, mask }),
      ];
      const pairs = [
        ...got.outputs.map((values, i) => [values, expected.outputs[i]!] as const),
        [got.dx, expected.dx] as const,
        [got.states[0]!, expected.states[0]!] as const,
        ...Object.entries(expected.weights).map(
          ([name, values]) => [got.weights[`tanh_cell/${name}`]!, values] as const,
        ),
      ];
      for (const [values, wanted] of pairs) {
        expect(values.length).toBe(wanted.length);
        // two float32 sums in another order, over 7 steps
        values.forEach((v, i) => {
          expect(Math.abs(v - wanted[i]!)).toBeLessThanOrEqual(2e-6);
        });
      }
      dispose(mask, ...initialState);
      loop.dispose();
      layer.dispose();
    }
  });

  test('a masked step repeats the output before, zeros at first', async () => {
    const layer = new RNN({ cell: new Total({}), returnSequences: true });
    layer.build([null, null, 1]);
    const x = tensor([1, 2, 3, 4], [1, 4, 1]);
    const mask = tensor(Uint8Array.of(0, 1, 0, 1), [1, 4], 'bool');
    expect([...(await outputOf(layer, x, { mask }))]).toEqual([0, 20, 20, 60]);
    dispose(x, mask);
    layer.dispose();
  });

  test('runs in both directions, and keeps states', async () => {
    const x = tensor([1, 2, 3], [1, 3, 1]);
    const both = new Bidirectional({ layer: new RNN({ cell: new Total({}), returnSequences: true }) });
    expect(both.build([null, null, 1]).outputShape).toEqual([null, null, 2]);
    expect([...(await outputOf(both, x))]).toEqual([10, 60, 30, 50, 60, 30]);
    const kept = new RNN({ cell: new Total({}), stateful: true });
    kept.build([null, null, 1]);
    await outputOf(kept, x);
    expect([...(await outputOf(kept, x))]).toEqual([120]);
    x.dispose();
    both.dispose();
    kept.dispose();
  });

  test('a cell drops the same inputs at every step', async () => {
    const layer = new RNN({ cell: new TanhCell({ units: 4, rate: 0.5 }), returnSequences: true });
    layer.build([null, null, 4]);
    const x = { values: draw(SHAPE, 1), shape: SHAPE };
    const { dx } = await runLayer(layer, x, [draw([3, 7, 4], 2)], { training: true });
    for (let row = 0; row < 3; row++) {
      for (let d = 0; d < 4; d++) {
        const dropped = Array.from({ length: 7 }, (_, t) => dx[(row * 7 + t) * 4 + d] === 0);
        expect(new Set(dropped).size).toBe(1);
      }
    }
    expect(dx.some((v) => v === 0)).toBe(true);
    layer.dispose();
  });

  test('refuses a cell that returns something else', () => {
    class Wrong extends Total {
      static override readonly className: string = 'Wrong';
      protected override call(x: Tensor): readonly Tensor[] {
        return [identity(x), identity(x)];
      }
    }
    const layer = new RNN({ cell: new Wrong({}) });
    layer.build([null, null, 2]);
    const x = tensor([1, 2], [1, 1, 2]);
    expect(() => layer.apply(x)).toThrow(
      'RNN "rnn": its cell must return [output, ...states] of shapes [1, 1], [1, 1], got [1, 2], [1, 2].',
    );
    x.dispose();
    layer.dispose();
  });
});

describe('StackedRNNCells', () => {
  test('feed each other: the sum of sums, times ten twice', async () => {
    const cell = new StackedRNNCells({ cells: [new Total({}), new Total({})] });
    expect(cell.stateSizes).toEqual([1, 1]);
    const layer = new RNN({ cell, returnSequences: true, returnState: true });
    layer.build([null, null, 1]);
    const x = tensor([1, 2, 3], [1, 3, 1]);
    const [output, ...states] = layer.apply(x) as readonly Tensor[];
    // sums 1 3 6, times ten; their sums 10 40 100, times ten
    expect([...(await output!.data())]).toEqual([100, 400, 1000]);
    expect(await Promise.all(states.map(async (state) => (await state.data())[0]))).toEqual([6, 100]);
    dispose(x, output!, ...states);
    layer.dispose();
  });

  test('come back from plain data, with weights of their own', async () => {
    const make = () =>
      new StackedRNNCells({ name: 'cells', cells: [new TanhCell({ units: 3 }), new TanhCell({ units: 2 })] });
    const layer = new RNN({ cell: make() });
    const registry = new LayerRegistry([RNN, StackedRNNCells, TanhCell] as never);
    const copy = registry.create(JSON.parse(JSON.stringify(layer)));
    for (const one of [layer, copy]) one.build([null, 5, 4]);
    expect(copy.weights.map(({ path }) => path)).toEqual([
      'rnn/cells/tanh_cell/kernel',
      'rnn/cells/tanh_cell/recurrentKernel',
      'rnn/cells/tanh_cell_1/kernel',
      'rnn/cells/tanh_cell_1/recurrentKernel',
    ]);
    const x = tensor(draw([2, 5, 4], 1), [2, 5, 4]);
    expect(await outputOf(copy, x)).toEqual(await outputOf(layer, x));
    x.dispose();
    layer.dispose();
    copy.dispose();
  });
});

describe('TimeDistributed', () => {
  test('applies its layer to every step, with one set of weights', async () => {
    const layer = new TimeDistributed({ layer: new Dense({ units: 2 }) });
    expect(layer.build([null, null, 3]).outputShape).toEqual([null, null, 2]);
    expect(layer.weights.map(({ path }) => path)).toEqual([
      'time_distributed/dense/kernel',
      'time_distributed/dense/bias',
    ]);
    const x = tensor(draw([2, 4, 3], 1), [2, 4, 3]);
    const all = await outputOf(layer, x);
    const flat = tensor(draw([8, 3], 1), [8, 3]);
    expect(all).toEqual(await outputOf(layer.layers[0]!, flat));
    dispose(x, flat);
    layer.dispose();
  });

  test('differentiates, trains and keeps more axes than three', async () => {
    class Twice extends Layer {
      static readonly className: string = 'Twice';
      protected override createParameters(): void {}
      protected call(x: Tensor): Tensor {
        return add(x, x);
      }
    }
    const layer = new TimeDistributed({ layer: new Twice({}) });
    expect(layer.build([null, 5, 2, 3]).outputShape).toEqual([null, 5, 2, 3]);
    const shape = [2, 5, 2, 3];
    const gradient = draw(shape, 2);
    const { outputs, dx } = await runLayer(layer, { values: draw(shape, 1), shape }, [gradient]);
    expect([...outputs[0]!]).toEqual([...draw(shape, 1)].map((v) => 2 * v));
    expect([...dx]).toEqual([...gradient].map((v) => 2 * v));
    layer.dispose();
    const dropping = new TimeDistributed({ layer: new Dropout({ rate: 0.5 }) });
    dropping.build([null, null, 4]);
    const x = tensor(new Float32Array(24).fill(1), [2, 3, 4]);
    const values = [...(await outputOf(dropping, x, { training: true }))];
    expect(new Set(values)).toEqual(new Set([0, 2]));
    const mask = tensor([1, 0, 1, 1, 1, 0], [2, 3], 'bool');
    expect(dropping.computeMask(x, mask)).toBe(mask);
    mask.dispose();
    x.dispose();
    dropping.dispose();
  });

  test('gives a mask of parts to its layer, and hands on which steps have a part that counts', async () => {
    const layer = new TimeDistributed({ layer: new LSTM({ units: 2 }) });
    const flat = new LSTM({ units: 2 });
    layer.build([null, 2, 3, 2]);
    flat.build([null, 3, 2], { path: layer.layers[0]!.path });
    // three words in each of two sentences of two texts
    const vectors = tensor(draw([2, 2, 3, 2], 1), [2, 2, 3, 2]);
    const mask = tensor([1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1], [2, 2, 3], 'bool');
    const each = tidy(() => own(reshape(vectors, [4, 3, 2])));
    const eachMask = tidy(() => own(reshape(mask, [4, 3])));
    expect(await outputOf(layer, vectors, { mask })).toEqual(await outputOf(flat, each, { mask: eachMask }));
    const left = layer.computeMask(vectors, mask)!;
    expect([left.shape, left.dtype, [...(await left.data())]]).toEqual([[2, 2], 'bool', [1, 1, 0, 1]]);
    const kept = new TimeDistributed({ layer: new LSTM({ units: 2, returnSequences: true }) });
    kept.build([null, 2, 3, 2]);
    const all = tidy(() => own(kept.computeMask(vectors, mask)!));
    expect(await all.data()).toEqual(await mask.data());
    expect(all.shape).toEqual([2, 2, 3]);
    const wrong = tensor([1, 1], [1, 2], 'bool');
    expect(() => layer.apply(vectors, { mask: wrong })).toThrow(
      'TimeDistributed "time_distributed": expected a mask of shape [2, 2] for input [2, 2, 3, 2], got [1, 2].',
    );
    dispose(vectors, mask, each, eachMask, left, all, wrong);
    for (const one of [layer, flat, kept]) one.dispose();
  });

  test('refuses an input without a time axis', () => {
    const layer = new TimeDistributed({ layer: new Dense({ units: 2 }) });
    expect(() => layer.build([null, 3])).toThrow(
      'TimeDistributed "time_distributed": expected input of rank 3 or more [B, T, …], got shape [?, 3].',
    );
  });
});

test('layers within layers stay frozen in copies and files', () => {
  const cells = [new TanhCell({ units: 2 }), new TanhCell({ units: 3 })];
  const layers = [
    new TimeDistributed({ layer: new Dense({ units: 2 }) }),
    new RNN({ cell: new StackedRNNCells({ cells }), trainable: false }),
  ] as const;
  layers[0].options.layer.trainable = false;
  cells[1]!.trainable = false;
  const registry = new LayerRegistry([Dense, TimeDistributed, TanhCell, StackedRNNCells, RNN] as never);
  const plain = (layer: Layer): unknown => JSON.parse(JSON.stringify(layer));
  for (const layer of layers) {
    const loaded = registry.create(plain(layer));
    for (const again of [layer.clone(), loaded, loaded.clone()]) expect(plain(again)).toEqual(plain(layer));
  }
  expect(JSON.stringify(layers[1].clone()).match(/"trainable":false/g)).toHaveLength(2); // the layer and one cell
});
