import { dispose, liveTensors, slice, type Tensor, tensor } from '@seqloom/backend';
import type { PendingChange } from '@seqloom/nn';
import { describe, expect, it, test } from 'vitest';
import {
  Bidirectional,
  GRU,
  LSTM,
  type RecurrentLayer,
  type RecurrentOptions,
  SimpleRNN,
} from '../src/index.ts';
import { draw, onWasm, outputOf } from './oracle.ts';

onWasm();

const CLASSES: readonly [string, (options: RecurrentOptions) => RecurrentLayer][] = [
  ['SimpleRNN', (options) => new SimpleRNN({ units: 6, ...options })],
  ['GRU', (options) => new GRU({ units: 6, ...options })],
  ['LSTM', (options) => new LSTM({ units: 6, ...options })],
];
const X = [3, 10, 4] as const;

function close(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-6): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) {
    expect(Math.abs(got[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
  }
}

describe('stateful layers', () => {
  it.each(CLASSES)('%s: two halves one after the other equal one pass', async (_, make) => {
    const x = tensor(draw(X, 1), X);
    const halves = [0, 5].map((from) => slice(x, [0, from, 0], [3, 5, 4]));
    const whole = make({});
    const parts = make({ stateful: true });
    for (const layer of [whole, parts]) layer.build([null, null, 4]);
    const expected = await outputOf(whole, x);
    const [first, second] = halves as [Tensor, Tensor];
    const alone = await outputOf(parts, first);
    close(await outputOf(parts, second), expected);
    parts.resetStates();
    close(await outputOf(parts, first), alone, 0);
    dispose(x, ...halves);
    whole.dispose();
    parts.dispose(); // releases the states it keeps: the tensors of every test are counted
  });

  test('keep their states in both directions of a Bidirectional, and forget them together', async () => {
    const x = tensor(draw(X, 1), X);
    const layer = new Bidirectional({ layer: new GRU({ units: 3, stateful: true }) });
    layer.build([null, null, 4]);
    const first = await outputOf(layer, x);
    const second = await outputOf(layer, x);
    expect(second).not.toEqual(first);
    layer.resetStates();
    expect(await outputOf(layer, x)).toEqual(first);
    x.dispose();
    layer.dispose();
  });

  test.each([
    ['LSTM', () => new LSTM({ units: 2, stateful: true })],
    ['Bidirectional', () => new Bidirectional({ layer: new GRU({ units: 2, stateful: true }) })],
  ] as const)(
    '%s: change their states when a deferred change is committed, not when it is discarded',
    async (_, make) => {
      const x = tensor(draw(X, 1), X);
      const [layer, same] = [make(), make()];
      for (const one of [layer, same]) one.build([null, null, 4]);
      const deferred = async () => {
        const pending: PendingChange[] = [];
        const values = await outputOf(layer, x, { defer: (change) => void pending.push(change) });
        return { pending, values };
      };
      const first = await deferred();
      for (const change of first.pending) change.discard();
      const again = await deferred();
      expect(again.values).toEqual(first.values);
      for (const change of again.pending) change.commit();
      await outputOf(same, x);
      expect(await outputOf(layer, x)).toEqual(await outputOf(same, x));
      x.dispose();
      layer.dispose();
      same.dispose();
    },
  );

  test.each([
    ['LSTM', () => new LSTM({ units: 2, stateful: true })],
    ['Bidirectional', () => new Bidirectional({ layer: new GRU({ units: 2, stateful: true }) })],
  ] as const)(
    '%s: can be taken out and put back, so that a pass between leaves them alone',
    async (_, make) => {
      const x = tensor(draw(X, 1), X);
      const other = tensor(draw([2, 3, 4], 2), [2, 3, 4]);
      const [layer, same] = [make(), make()];
      for (const one of [layer, same]) {
        one.build([null, null, 4]);
        await outputOf(one, x);
      }
      const aside = layer.exchangeStates(new Map());
      await outputOf(layer, other); // another batch size: it starts again
      for (const states of layer.exchangeStates(aside).values()) dispose(...states);
      expect(await outputOf(layer, x)).toEqual(await outputOf(same, x));
      for (const made of [x, other, layer, same]) made.dispose();
    },
  );

  test('refuse a batch of another size until they are reset', async () => {
    const layer = new LSTM({ units: 2, stateful: true });
    layer.build([null, null, 4]);
    const [three, two] = [tensor(draw(X, 1), X), tensor(draw([2, 10, 4], 1), [2, 10, 4])];
    await outputOf(layer, three);
    expect(() => layer.apply(two)).toThrow(
      'LSTM "lstm": is stateful and holds the states of a batch of 3, got a batch of 2. Use batches of one size, or call ' +
        'resetStates first.',
    );
    layer.resetStates();
    await outputOf(layer, two);
    dispose(three, two);
    layer.dispose();
  });
});

describe('initial states', () => {
  it.each(CLASSES)('%s: the states one layer returns continue in another', async (_, make) => {
    const x = tensor(draw(X, 1), X);
    const whole = make({});
    const reader = make({ returnState: true });
    for (const layer of [whole, reader]) layer.build([null, null, 4]);
    const [first, second] = [0, 5].map((from) => slice(x, [0, from, 0], [3, 5, 4])) as [Tensor, Tensor];
    const [output, ...states] = reader.apply(first) as readonly Tensor[];
    close(await outputOf(whole, second, { initialState: states }), await outputOf(whole, x));
    dispose(x, first, second, output!, ...states);
    whole.dispose();
    reader.dispose();
  });

  test('take the place of kept ones', async () => {
    const x = tensor(draw(X, 1), X);
    const layer = new GRU({ units: 2, stateful: true });
    layer.build([null, null, 4]);
    const fresh = await outputOf(layer, x);
    const zeros = tensor(new Float32Array(6), [3, 2]);
    expect(await outputOf(layer, x, { initialState: [zeros] })).toEqual(fresh);
    dispose(x, zeros);
    layer.dispose();
  });

  test('of a Bidirectional are those of both directions', async () => {
    const x = tensor(draw(X, 1), X);
    const layer = new Bidirectional({ layer: new LSTM({ units: 2, returnState: true }) });
    layer.build([null, null, 4]);
    const given = Array.from({ length: 4 }, (_, i) => tensor(draw([3, 2], i), [3, 2]));
    const alone = [
      await outputOf(layer.forwardLayer, x, { initialState: given.slice(0, 2) }),
      await outputOf(layer.backwardLayer, x, { initialState: given.slice(2) }),
    ] as const;
    const both = await outputOf(layer, x, { initialState: given });
    for (let row = 0; row < 3; row++) {
      expect([...both.subarray(4 * row, 4 * row + 4)]).toEqual(
        alone.flatMap((values) => [...values.subarray(2 * row, 2 * row + 2)]),
      );
    }
    expect(() => layer.apply(x, { initialState: given.slice(1) })).toThrow(
      'expected 4 initial states, those of both directions',
    );
    dispose(x, ...given);
    layer.dispose();
  });
});

test('1,000 batches of a stateful layer leave no tensor behind', () => {
  const layer = new LSTM({ units: 2, stateful: true });
  layer.build([null, null, 1]);
  const x = tensor(draw([2, 3, 1], 1), [2, 3, 1]);
  dispose(layer.apply(x) as Tensor);
  const alive = liveTensors();
  for (let i = 0; i < 1000; i++) dispose(layer.apply(x) as Tensor);
  expect(liveTensors()).toBe(alive);
  x.dispose();
  layer.dispose();
});
