import { add, identity, sum, type Tensor, tensor } from '@seqloom/backend';
import { type CallContext, type InputSpec, type LayerRules, positiveInteger } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { Bidirectional, LSTM, type LSTMOptions, RecurrentCell, RNN, StackedRNNCells } from '../src/index.ts';
import { draw, onWasm, outputOf, runLayer } from './oracle.ts';

onWasm();

/** Sums matrices over time; its state is a matrix. */
class MatrixSum extends RecurrentCell {
  static readonly className: string = 'MatrixSum';
  protected override readonly inputSpec: InputSpec = { layout: '[B, 2, 3]', rank: 3 };
  override readonly stateShapes: readonly (readonly number[])[] = [[2, 3]];
  protected call(x: Tensor, { initialState }: CallContext): readonly Tensor[] {
    const total = add(initialState![0]!, x);
    return [total, identity(total)];
  }
}

describe('a cell whose states are matrices', () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => i + 1);
  const SHAPE = [1, 2, 2, 3] as const;

  test('runs in an RNN: outputs, states, masks and gradients', async () => {
    const layer = new RNN({ cell: new MatrixSum({}), returnSequences: true, returnState: true });
    expect(layer.computeOutputShape([null, 2, 2, 3])).toEqual([null, 2, 2, 3]);
    expect(layer.build([null, null, 2, 3]).outputShape).toEqual([null, null, 2, 3]);
    const gradients = [new Float32Array(12).fill(1), new Float32Array(6)];
    const run = await runLayer(layer, { values, shape: SHAPE }, gradients);
    expect([...run.outputs[0]!]).toEqual([1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18]);
    expect([...run.outputs[1]!]).toEqual([8, 10, 12, 14, 16, 18]);
    expect([...run.dx]).toEqual([...new Array(6).fill(2), ...new Array(6).fill(1)]);
    const mask = tensor(Uint8Array.of(1, 0), [1, 2], 'bool');
    const masked = await runLayer(layer, { values, shape: SHAPE }, gradients, { mask });
    expect([...masked.outputs[0]!]).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
    for (const each of [layer, mask]) each.dispose();
  });

  test('stacks, and runs in both directions', async () => {
    const cell = new StackedRNNCells({ cells: [new MatrixSum({}), new MatrixSum({})] });
    expect(cell.stateShapes).toEqual([
      [2, 3],
      [2, 3],
    ]);
    const layer = new Bidirectional({ layer: new RNN({ cell }), mergeMode: 'sum' });
    layer.build([null, null, 2, 3]);
    const x = tensor(values, SHAPE);
    // Sums of sums: 2 x₁ + x₂ forwards, x₁ + 2 x₂ backwards.
    expect([...(await outputOf(layer, x))]).toEqual([1, 2, 3, 4, 5, 6].map((v) => 3 * (v + v + 6)));
    for (const each of [layer, x]) each.dispose();
  });

  test('refuses states of another shape', () => {
    const layer = new RNN({ cell: new MatrixSum({}) });
    layer.build([null, null, 2, 3]);
    const x = tensor(values, SHAPE);
    const state = tensor(new Float32Array(6), [1, 6]);
    expect(() => layer.apply(x, { initialState: [state] })).toThrow(
      'RNN "rnn": expected the initial states [1, 2, 3] float32, got [1, 6] float32.',
    );
    for (const each of [layer, x, state]) each.dispose();
  });

  test('a cell without states is refused by name', () => {
    class Empty extends RecurrentCell {
      static readonly className: string = 'Empty';
      protected override createParameters(): void {}
      protected call(x: Tensor): readonly Tensor[] {
        return [sum(x)];
      }
    }
    expect(() => new RNN({ cell: new Empty({}) }).build([null, null, 3])).toThrow(
      'Empty "empty": has no states. Give it stateShapes, such as [[units]].',
    );
  });
});

describe('a class made from LSTM', () => {
  const SHAPE = [2, 3, 4] as const;

  test('without rules of its own has those of LSTM', async () => {
    class Mine extends LSTM<boolean> {
      static override readonly className: string = 'Mine';
    }
    const [mine, lstm] = [new Mine({ units: 3 }), new LSTM({ units: 3 })];
    expect(mine.settings).toEqual(lstm.settings);
    for (const layer of [mine, lstm]) layer.build([null, null, 4]);
    mine.setWeights(await lstm.getWeights());
    const x = tensor(draw(SHAPE, 1), SHAPE);
    expect(await outputOf(mine, x)).toEqual(await outputOf(lstm, x));
    expect(() => new Mine({ units: 3, dropout: 1 })).toThrow('Mine: dropout must be in [0, 1), got 1.');
    for (const each of [mine, lstm, x]) each.dispose();
  });

  test('extends them by its own', () => {
    interface MineOptions extends LSTMOptions {
      readonly heads?: number;
    }
    class Mine extends LSTM<boolean> {
      static override readonly className: string = 'Mine';
      static override readonly rules: LayerRules<MineOptions> = { ...LSTM.rules, heads: positiveInteger(2) };
    }
    expect(new Mine({ units: 3 }).settings).toMatchObject({
      units: 3,
      heads: 2,
      recurrentActivation: 'sigmoid',
    });
    expect(() => new Mine({ units: 3, heads: 0 } as LSTMOptions)).toThrow(
      'Mine: heads must be a positive integer, got 0.',
    );
    expect(() => new Mine({ units: 3, hands: 1 } as LSTMOptions)).toThrow('Mine: has no setting "hands".');
  });
});
