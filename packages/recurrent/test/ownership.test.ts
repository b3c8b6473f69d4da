import { dispose, liveTensors, type Tensor, tensor } from '@seqloom/backend';
import type { CallContext, Layer } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { Bidirectional, GRU, LSTM, RecurrentCell, RNN } from '../src/index.ts';
import { onWasm } from './oracle.ts';

onWasm();

/** Returns its input and its state as they are. */
class PassingCell extends RecurrentCell {
  static readonly className: string = 'PassingCell';
  readonly stateSizes = [2];
  protected call(x: Tensor, { initialState }: CallContext): readonly Tensor[] {
    return [x, initialState![0]!];
  }
}

const STATES = { units: 2, returnState: true } as const;

test.each<readonly [string, () => Layer, number]>([
  ['GRU', () => new GRU(STATES), 1],
  ['LSTM', () => new LSTM({ ...STATES, returnSequences: true, goBackwards: true }), 2],
  ['RNN', () => new RNN({ cell: new PassingCell({}), returnState: true }), 1],
  ['Bidirectional', () => new Bidirectional({ layer: new GRU(STATES), mergeMode: 'none' }), 2],
])('every output of %s may be released on its own', (_, make, states) => {
  const before = liveTensors();
  const layer = make();
  layer.build([null, 1, 2]);
  const x = tensor([1, 2], [1, 1, 2]);
  const initialState = Array.from({ length: states }, () => tensor([3, 4], [1, 2]));
  const outputs = layer.apply(x, { initialState }) as readonly Tensor[];
  outputs.forEach((output, i) => {
    expect(outputs.slice(i).map(({ isDisposed }) => isDisposed)).not.toContain(true);
    output.dispose();
  });
  expect([x, ...initialState].map(({ isDisposed }) => isDisposed)).not.toContain(true);
  dispose(x, ...initialState);
  layer.dispose();
  expect(liveTensors()).toBe(before);
});
