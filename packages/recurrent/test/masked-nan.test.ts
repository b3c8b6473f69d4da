import { dispose, liveTensors, matMul, sum, type Tensor, tensor, valueAndGrad } from '@seqloom/backend';
import { type CallContext, Dense, firstOutput, type Layer, type Parameter, type Shape } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { Bidirectional, GRU, LSTM, RecurrentCell, RNN, SimpleRNN, TimeDistributed } from '../src/index.ts';
import { onWasm } from './oracle.ts';

onWasm();

/** h' = x·W·h, whose gradient multiplies x. */
class ProductCell extends RecurrentCell {
  static readonly className: string = 'ProductCell';
  readonly stateSizes = [2];
  #kernel!: Parameter;

  protected override createParameters(inputShape: Shape): void {
    this.#kernel = this.addParameter('kernel', [inputShape[1]!, 2], { initializer: 'glorotUniform' });
  }

  protected call(x: Tensor, { initialState: _ }: CallContext): Tensor[] {
    const h = matMul(x, this.#kernel.value);
    return [h, h];
  }
}

const SEQUENCES = { units: 2, returnSequences: true } as const;
const LAYERS: readonly [string, () => Layer][] = [
  ['SimpleRNN', () => new SimpleRNN({ units: 2 })],
  ['GRU', () => new GRU(SEQUENCES)],
  ['GRU that resets before', () => new GRU({ ...SEQUENCES, resetAfter: false, goBackwards: true })],
  ['LSTM', () => new LSTM(SEQUENCES)],
  // Softmax has no fused kernel: the portable body runs.
  ['portable SimpleRNN', () => new SimpleRNN({ ...SEQUENCES, activation: 'softmax' })],
  ['portable GRU', () => new GRU({ units: 2, activation: 'softmax' })],
  ['portable LSTM', () => new LSTM({ units: 2, activation: 'softmax', dropout: 0.5, recurrentDropout: 0.5 })],
  ['Bidirectional', () => new Bidirectional({ layer: new LSTM(SEQUENCES) })],
  ['RNN', () => new RNN({ cell: new ProductCell({}), returnSequences: true })],
];

/** Output and all gradients for x `[2, 4, 2]`; steps 0 and 2 of the first sample and 1 of the second are skipped. */
async function run(make: () => Layer, skipped: number) {
  const layer = make();
  layer.build([null, null, 2]);
  const first = [skipped, skipped, 1, -0.5, skipped, skipped, 0.25, 2];
  const second = [0.5, 0.5, skipped, skipped, -1, 1.5, 3, 0.125];
  const x = tensor([...first, ...second], [2, 4, 2]);
  const mask = tensor([0, 1, 0, 1, 1, 0, 1, 1], [2, 4], 'bool');
  const before = liveTensors();
  const { value, rest, grads } = valueAndGrad(() => {
    const y = firstOutput(layer.apply(x, { mask, training: true }));
    return [sum(y), y];
  }, [x, ...layer.weights.map((weight) => weight.value)]);
  const tensors = [value, ...rest, ...grads.map((gradient) => gradient!)];
  const numbers = await Promise.all(tensors.map(async (t) => Array.from(await t.data(), (v) => v + 0)));
  dispose(...tensors);
  expect(liveTensors()).toBe(before);
  dispose(x, mask);
  layer.dispose();
  return numbers;
}

test.each(LAYERS)(
  '%s gives the same outputs and gradients no matter what skipped steps hold',
  async (_, make) => {
    const expected = await run(make, 0);
    expect(expected.flat().every(Number.isFinite)).toBe(true);
    for (const skipped of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(await run(make, skipped)).toEqual(expected);
  },
);

test('TimeDistributed leaves skipped steps to the layers after it', async () => {
  const layer = new TimeDistributed({ layer: new Dense({ units: 1, kernelInitializer: 'ones' }) });
  layer.build([null, 2, 1]);
  const x = tensor([Number.NaN, 3], [1, 2, 1]);
  const mask = tensor([0, 1], [1, 2], 'bool');
  const y = firstOutput(layer.apply(x, { mask }));
  expect((await y.data())[1]).toBe(3);
  expect(layer.computeMask(x, mask)).toBe(mask);
  dispose(x, mask, y);
  layer.dispose();
});
