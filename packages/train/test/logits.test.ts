import { mul, type Tensor, tensor, tidy } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Activation, type CallContext, Dense, type Layer, type LogitsRequest, logitsOf } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  evaluate,
  fit,
  type Loss,
  type LossName,
  Sequential,
  sgd,
  sparseCategoricalCrossentropy,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const array = (shape: readonly number[], ...values: number[]) => ({ data: Float32Array.from(values), shape });
const ones = { useBias: false, kernelInitializer: 'ones' } as const;

/** One epoch of one batch at step size 1: the loss before it and the weights after it. */
const step = async (layers: readonly Layer[], inputs: object, targets: object, loss: LossName | Loss) => {
  const model = new Sequential(layers);
  const data = { inputs, targets } as Parameters<typeof fit>[1];
  const measured = await evaluate(
    model.build([null, ...(inputs as { shape: number[] }).shape.slice(1)]),
    data,
    {
      loss,
    },
  );
  const { logs } = await fit(model, data, { loss, optimizer: sgd({ learningRate: 1 }) });
  expect(logs[0]!.loss).toBe(measured.loss);
  const weights = await bitsOf(model);
  model.dispose();
  return { loss: measured.loss!, weights };
};

describe('a saturated sigmoid still has a gradient', () => {
  // x = 40, w = 1, target 0: loss softplus(40) = 40, gradient σ(40) · 40 = 40 in float32
  const saturated = [array([1, 1], 40), array([1, 1], 0)] as const;
  const perStep = [array([1, 2, 1], 40, 40), array([1, 2, 1], 0, 0)] as const;

  test.each<[string, () => Layer[], readonly [object, object]]>([
    ['Dense', () => [new Dense({ ...ones, units: 1, activation: 'sigmoid' })], saturated],
    [
      'Activation',
      () => [new Dense({ ...ones, units: 1 }), new Activation({ activation: 'sigmoid' })],
      saturated,
    ],
    ['Dense over steps', () => [new Dense({ ...ones, units: 1, activation: 'sigmoid' })], perStep],
  ])('of %s', async (_, layers, [inputs, targets]) => {
    expect(await step(layers(), inputs, targets, 'binaryCrossentropy')).toEqual({ loss: 40, weights: [-39] });
  });

  test('as it has from logits', async () => {
    const loss = binaryCrossentropy({ fromLogits: true });
    expect(await step([new Dense({ ...ones, units: 1 })], ...saturated, loss)).toEqual({
      loss: 40,
      weights: [-39],
    });
  });
});

test.each([
  ['categoricalCrossentropy', categoricalCrossentropy, array([1, 2], 0, 1)],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy, array([1], 1)],
] as const)('a saturated softmax still has a gradient with %s', async (name, make, targets) => {
  // logits 90 and 0 of x = 90, kernel [1, 0]; class 1: loss 90, gradient (softmax − onehot) · x = [90, −90]
  const layer = (activation?: 'softmax') =>
    new Dense({ units: 2, useBias: false, kernelInitializer: 'identity', ...(activation && { activation }) });
  const inputs = array([1, 1], 90);
  const want = { loss: 90, weights: [-89, 90] };
  expect(await step([layer('softmax')], inputs, targets, name)).toEqual(want);
  expect(await step([layer(), new Activation({ activation: 'softmax' })], inputs, targets, name)).toEqual(
    want,
  );
  expect(await step([layer()], inputs, targets, make({ fromLogits: true }))).toEqual(want);
});

/** What comes out is not what the activation of the class it extends made. */
class Halved extends Dense {
  static override readonly className: string = 'Halved';
  protected override call(x: Tensor, context: CallContext): Tensor {
    return mul(super.call(x, context), super.call(x, context));
  }
}

test('an output that a layer makes of its activation has no logits', () => {
  const model = new Sequential([new Halved({ ...ones, units: 1, activation: 'sigmoid' })]).build([null, 1]);
  tidy(() => {
    const request: LogitsRequest = { activation: 'sigmoid' };
    const output = model.apply(tensor([1], [1, 1]), { logits: request });
    expect(logitsOf(request, output)).toBeUndefined();
  });
  model.dispose();
});
