import { tensor } from '@seqloom/backend';
import type { Layer } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { ConvLSTM1D, GRUCell, LSTMCell, RNN, SimpleRNNCell } from '../src/index.ts';
import { onWasm, recorded, runLayer } from './oracle.ts';

onWasm();

/** A case of tooling/oracles/conv_lstm.py. */
interface Case {
  readonly layer: 'ConvLSTM1D' | 'SimpleRNNCell' | 'GRUCell' | 'LSTMCell';
  readonly options: { readonly returnSequences?: boolean; readonly returnState?: boolean };
  readonly shape: readonly number[];
  readonly masked: boolean;
  readonly initial: boolean;
  readonly weights: readonly (readonly number[])[];
  readonly outputs: readonly { readonly shape: readonly number[]; readonly values: readonly number[] }[];
  readonly dx: readonly number[];
  readonly dweights: readonly (readonly number[])[];
}

const CELLS = { SimpleRNNCell, GRUCell, LSTMCell };

function makeLayer({ layer, options }: Case): Layer {
  if (layer === 'ConvLSTM1D') return new ConvLSTM1D(options as never);
  const { returnSequences = false, returnState = false, ...cell } = options;
  return new RNN({ cell: new CELLS[layer](cell as never), returnSequences, returnState });
}

/** `numbers` of the script. */
function numbers(seed: number, shape: readonly number[]): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104_729) % 31) - 15) / 32);
}

function expectClose(got: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(got).toHaveLength(expected.length);
  const largest = Math.max(1e-6, ...expected.map(Math.abs));
  const error = Math.max(...expected.map((value, i) => Math.abs(value - got[i]!)));
  expect(error / largest).toBeLessThan(tolerance);
}

// float32 in both, sums over at most 5 steps of 18 products: 1e-5 of the largest number, 1e-4 for gradients.
describe('Keras', () => {
  test.each(recorded<Case>('conv_lstm'))(
    '$layer $options equals Keras, and so do its gradients',
    async (one) => {
      const layer = makeLayer(one);
      const [batch, time] = one.shape as [number, number];
      layer.build([null, ...one.shape.slice(1)]);
      const weights = await layer.getWeights();
      expect(weights.map(({ shape }) => shape)).toEqual(one.weights);
      layer.setWeights(weights.map((weight, i) => ({ ...weight, data: numbers(2 + i, weight.shape) })));
      const { layer: name, options, outputs } = one;
      const stateShape = options.returnSequences ? outputs.at(-1)!.shape : outputs[0]!.shape;
      const count = name === 'ConvLSTM1D' || name === 'LSTMCell' ? 2 : 1;
      const states = Array.from({ length: count }, (_, i) => tensor(numbers(8 + i, stateShape), stateShape));
      const counts = Uint8Array.from({ length: batch * time }, (_, i) => {
        const [b, t] = [Math.floor(i / time), i % time];
        return (t + 2 * b) % 4 === 1 ? 0 : 1;
      });
      const mask = tensor(counts, [batch, time], 'bool');
      const run = await runLayer(
        layer,
        { values: numbers(1, one.shape), shape: one.shape },
        outputs.map(({ shape }, i) => numbers(5 + i, shape)),
        { ...(one.masked && { mask }), ...(one.initial && { initialState: states }) },
      );
      for (const [i, { values }] of outputs.entries()) expectClose(run.outputs[i]!, values, 1e-5);
      expectClose(run.dx, one.dx, 1e-4);
      for (const [i, { name: weight }] of weights.entries()) {
        expectClose(run.weights[weight]!, one.dweights[i]!, 1e-4);
      }
      for (const each of [...states, mask]) each.dispose();
      layer.dispose();
    },
  );
});
