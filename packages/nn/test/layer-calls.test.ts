import { liveTensors, type Tensor, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { Add, type CallContext, Dense, Layer, type Shape } from '../src/index.ts';

startBackend(wasmBackend());

test('a setting of a call that does not exist is refused by every layer, not ignored', () => {
  const before = liveTensors();
  const x = tensor([1, 2], [1, 2]);
  const dense = new Dense({ units: 1 }).build([null, 2]);
  const message = 'Dense "dense": has no setting "trainig". Its settings: training, mask, masks, ';
  const apply = (context: unknown) => () => dense.apply(x, context as Partial<CallContext>);
  expect(apply({ trainig: true })).toThrow(message);
  expect(() => dense.applyMasked(x, { trainig: true } as never)).toThrow(message);
  expect(apply({ toString: 1 })).toThrow('has no setting "toString"');
  expect(apply({ mask: null })).toThrow('Dense "dense": mask must not be null.');
  expect(apply(true)).toThrow('Dense "dense": expected an object of options, got true.');
  expect(apply([])).toThrow('Dense "dense": expected an object of options, got');
  const pair = [
    [null, 2],
    [null, 2],
  ];
  const add = new Add().build(pair);
  expect(() => add.apply([x, x], { trainig: true } as never)).toThrow('Add "add": has no setting "trainig"');
  dense.apply(x, { training: true, mask: undefined }).dispose();
  for (const each of [x, dense, add]) each.dispose();
  expect(liveTensors()).toBe(before);
});

test('a class without call says so when it is built; a field is as good as a method', () => {
  const Base = Layer as unknown as typeof Dense; // JavaScript knows no abstract methods
  class OnlyApply extends Base {
    static override readonly className: string = 'OnlyApply';
    override apply(x: unknown): never {
      return x as never;
    }
  }
  const message = 'OnlyApply "only_apply": has no call(x, context). Put the maths there';
  expect(() => new OnlyApply({} as never).build([null, 2])).toThrow(message);
  class Field extends Base {
    static override readonly className: string = 'Field';
    override call = (x: Tensor) => x;
  }
  const field = new Field({} as never).build([null, 2]);
  expect(field.built).toBe(true);
  field.dispose();
});

test('masks that a layer would not look at are refused', () => {
  const before = liveTensors();
  const x = tensor([1, 2], [1, 2]);
  const mask = tensor([1], [1], 'bool');
  const shape: Shape = [null, 2];
  const dense = new Dense({ units: 1 }).build(shape);
  const add = new Add().build([shape, shape]);
  expect(() => dense.apply(x, { masks: [mask] })).toThrow(
    new TypeError(
      'Dense "dense": masks are for a list of inputs, got them for one input. Give its mask as mask.',
    ),
  );
  expect(() => add.apply([x, x], { mask })).toThrow(
    new TypeError(
      'Add "add": a list of inputs takes a list of masks, got mask. ' +
        'Give masks, one for each of the 2 inputs, with undefined for an input without.',
    ),
  );
  expect(() => add.apply([x, x], { masks: [mask, undefined, mask] })).toThrow(
    new RangeError('Add "add": expected at most 2 masks, one for each input, got 3.'),
  );
  add.apply([x, x], { masks: [mask, undefined] }).dispose();
  for (const each of [x, mask, dense, add]) each.dispose();
  expect(liveTensors()).toBe(before);
});
