import { dispose, liveTensors, mul, type Tensor, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Dense, Flatten, Layer, RepeatVector, Reshape, setWarningHandler } from '../src/index.ts';

startBackend(wasmBackend());

const warnings: string[] = [];
beforeEach(() => {
  warnings.length = 0;
  setWarningHandler((message) => warnings.push(message));
});
afterEach(() => {
  setWarningHandler();
});

function applyTwice(layer: Layer, shape: readonly number[] = [1, 2, 2]): void {
  const before = liveTensors();
  const x = tensor(new Float32Array(shape.reduce((size, length) => size * length)), shape);
  const mask = tensor([1, 0], [1, 2], 'bool');
  layer.build(shape);
  for (let i = 0; i < 2; i++) (layer.apply(x, { mask }) as Tensor).dispose();
  dispose(x, mask);
  layer.dispose();
  expect(liveTensors()).toBe(before);
}

test('a layer that drops a mask says so once, by name', () => {
  applyTwice(new Flatten({ name: 'join' }));
  expect(warnings).toEqual([
    'Flatten "join": got a mask, which it does not support. It treats skipped steps like all others, and the layers ' +
      'after it see no mask. Use layers that support masks, or leave out the Masking or maskZero before it.',
  ]);
});

test('a layer of one’s own that knows nothing of masks says so too', () => {
  class Twice extends Layer {
    static readonly className: string = 'Twice';
    protected call(x: Tensor): Tensor {
      return mul(x, x);
    }
  }
  applyTwice(new Twice({}));
  expect(warnings.map((message) => message.split(':')[0])).toEqual(['Twice "twice"']);
});

test('a layer that hands the mask on says nothing', () => {
  applyTwice(new Dense({ units: 1 }));
  expect(warnings).toEqual([]);
});

test('without a handler the warning goes to the console', () => {
  setWarningHandler();
  const console = vi.spyOn(globalThis.console, 'warn').mockImplementation(() => {});
  applyTwice(new RepeatVector({ n: 2 }), [1, 2]);
  expect(console).toHaveBeenCalledOnce();
  console.mockRestore();
});

test.each([
  [[4, 6], [4, 2, 3], true],
  [[null, 6], [-1, 3, 2], true],
  [[4, 6], [4, -1], true],
  [[4], [4, 1], true],
  [[4, 6], [8, 3], false],
  [[4, 6], [24], false],
  [[null, 6], [3, -1], false],
] as const)('Reshape of %j to %j keeps the mask: %s', (inputShape, targetShape, keeps) => {
  const layer = new Reshape({ targetShape });
  layer.build([null, ...inputShape]);
  expect(layer.supportsMasking).toBe(keeps);
});
