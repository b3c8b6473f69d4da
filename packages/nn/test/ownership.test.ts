import { activationNames, dispose, identity, liveTensors, type Tensor, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import {
  Activation,
  type CallContext,
  Dropout,
  Flatten,
  getActivation,
  Layer,
  type LayerOutput,
  Masking,
  type Parameter,
  Reshape,
  regularizationLoss,
  zeroMaskedSteps,
} from '../src/index.ts';

startBackend(wasmBackend());

/** Returns what it was given, in every way there is. */
class Careless extends Layer {
  static readonly className: string = 'Careless';
  #scale!: Parameter;

  override get supportsInitialState(): boolean {
    return true;
  }

  protected override createParameters(): void {
    this.#scale = this.addParameter('scale', [1], { initializer: 'ones' });
  }

  protected call(x: Tensor, { mask, initialState }: CallContext): LayerOutput {
    return [x, x, mask!, ...initialState!, this.#scale.value];
  }
}

test.each([
  [new Dropout({ rate: 0.5 }), [2, 3]],
  [new Activation({ activation: 'linear' }), [2, 3]],
  [new Flatten(), [2, 3]],
  [new Reshape({ targetShape: [3] }), [2, 3]],
  [new Masking(), [2, 3, 1]],
] as const)('releasing the output of %# leaves the input alive', (layer, shape) => {
  const before = liveTensors();
  const x = tensor([1, 2, 3, 4, 5, 6], shape);
  layer.build([null, ...shape.slice(1)]);
  const y = layer.apply(x) as Tensor;
  expect(y).not.toBe(x);
  y.dispose();
  expect(x.isDisposed).toBe(false);
  x.dispose();
  expect(liveTensors()).toBe(before);
});

test('every output has one owner, no matter what call returns', () => {
  const before = liveTensors();
  const layer = new Careless({});
  layer.build([null, 2]);
  const x = tensor([1, 2], [1, 2]);
  const mask = tensor([1, 0], [1, 2], 'bool');
  const state = identity(x);
  const outputs = layer.apply(x, { mask, initialState: [state] }) as readonly Tensor[];
  expect(new Set(outputs).size).toBe(5);
  dispose(...outputs);
  expect([x, mask, state, layer.weights[0]!.value].map(({ isDisposed }) => isDisposed)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  dispose(x, mask, state);
  layer.dispose();
  expect(liveTensors()).toBe(before);
});

test('a call that returns no tensor is named', () => {
  class Empty extends Careless {
    static override readonly className: string = 'Empty';
    protected override call(): LayerOutput {
      return undefined as never;
    }
  }
  const layer = new Empty({});
  layer.build([null, 1]);
  const x = tensor([1], [1, 1]);
  expect(() => layer.apply(x)).toThrow('Empty "empty": call must return tensors, got undefined.');
  expect(() => layer.apply([1] as never)).toThrow('Empty "empty": expected a tensor, got [1].');
  x.dispose();
  layer.dispose();
});

test.each(activationNames)('%s called alone makes one tensor', (name) => {
  const x = tensor([-1, 0, 1], [1, 3]);
  const before = liveTensors();
  const y = getActivation('test', name)(x);
  expect(liveTensors()).toBe(before + 1);
  y.dispose();
  expect(x.isDisposed).toBe(false);
  x.dispose();
});

test.each([{ l1: 1, l2: 1 }, { l1: 1 }, { l2: 1 }, {}])(
  'the penalty of %j makes one tensor',
  (regularizer) => {
    const x = tensor([-1, 0, 1], [1, 3]);
    const before = liveTensors();
    const loss = regularizationLoss(regularizer, x);
    expect(liveTensors()).toBe(before + 1);
    dispose(loss, x);
  },
);

test('zeroMaskedSteps clears NaN and ∞, and makes one tensor', async () => {
  const x = tensor([1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 4], [1, 3, 2]);
  const mask = tensor([1, 0, 0], [1, 3], 'bool');
  const before = liveTensors();
  const y = zeroMaskedSteps(x, mask);
  expect(liveTensors()).toBe(before + 1);
  expect(Array.from(await y.data())).toEqual([1, 2, 0, 0, 0, 0]);
  dispose(x, mask, y);
});
