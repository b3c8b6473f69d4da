import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  adam,
  backup,
  type Callback,
  fit,
  learningRateScheduler,
  load,
  type Optimizer,
  Sequential,
  save,
  sgd,
} from '../src/index.ts';
import { MemoryStore } from './memory-store.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const x = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i));
const DATA = {
  inputs: { data: x, shape: [32, 1] },
  targets: { data: x.map((v) => 3 * v + 1), shape: [32, 1] },
};
const OPTIONS = { loss: 'mse', batchSize: 8, seed: 1 } as const;
const make = () => new Sequential([new Dense({ units: 1 })]);
const ema = () => adam({ learningRate: 0.05, useEma: true, emaMomentum: 0.8 });

/** Collects the weights after every batch. */
function watching(model: Sequential): { readonly seen: number[][]; readonly callback: Callback } {
  const seen: number[][] = [];
  return {
    seen,
    callback: {
      onBatchEnd: async () => {
        seen.push(await bitsOf(model));
      },
    },
  };
}

test('a run ends with the averages of the weights after its batches', async () => {
  const before = liveTensors();
  const [model, optimizer] = [make(), ema()];
  const { seen, callback } = watching(model);
  await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 3, callbacks: [callback] });
  const expected = seen[0]!.map((_, i) =>
    seen.reduce(
      (average, weights, batch) => (batch === 0 ? weights[i]! : 0.8 * average + 0.2 * weights[i]!),
      0,
    ),
  );
  (await bitsOf(model)).forEach((weight, i) => {
    expect(weight).toBeCloseTo(expected[i]!, 6);
  });
  model.dispose();
  optimizer.dispose();
  expect(liveTensors()).toBe(before);
});

test('training goes on from the weights, not from the averages, and equals a run without averages until its end', async () => {
  const [averaged, plain] = [make(), make()];
  const [seenAveraged, seenPlain] = [watching(averaged), watching(plain)];
  await fit(averaged, DATA, { ...OPTIONS, optimizer: ema(), epochs: 2, callbacks: [seenAveraged.callback] });
  const optimizer = adam({ learningRate: 0.05 });
  await fit(plain, DATA, { ...OPTIONS, optimizer, epochs: 2, callbacks: [seenPlain.callback] });
  expect(seenAveraged.seen).toEqual(seenPlain.seen);
});

describe('a run that goes on equals one that never stopped', () => {
  const whole = async (optimizer: Optimizer) => {
    const model = make();
    await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 4 });
    return bitsOf(model);
  };

  test.each<[string, () => Optimizer]>([
    ['averages', ema],
    [
      'averages that replace the weights',
      () => sgd({ useEma: true, emaMomentum: 0.9, emaOverwriteFrequency: 3 }),
    ],
    ['averages and accumulation', () => sgd({ useEma: true, gradientAccumulationSteps: 3 })],
  ])('with %s, in memory and from a file', async (_, optimizerOf) => {
    const [model, optimizer] = [make(), optimizerOf()];
    await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 2 });
    const loaded = load(await save(model, { optimizer }), { layers: [Dense] });
    const expected = await whole(optimizerOf());
    for (const run of [
      { model, optimizer },
      { model: loaded.model, optimizer: loaded.optimizer! },
    ]) {
      await fit(run.model, DATA, { ...OPTIONS, optimizer: run.optimizer, epochs: 4, initialEpoch: 2 });
      expect(await bitsOf(run.model)).toEqual(expected);
    }
  });

  test('but weights that were changed in between stay', async () => {
    const [model, optimizer] = [make(), ema()];
    await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 1 });
    const weights = (await model.getWeights()).map((each) => ({ ...each, data: each.data.map(() => 5) }));
    model.setWeights(weights);
    const { seen, callback } = watching(model);
    const begin: Callback = { onTrainBegin: async () => void seen.push(await bitsOf(model)) };
    const callbacks = [begin, callback];
    await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 2, initialEpoch: 1, callbacks });
    expect(seen[0]).toEqual([5, 5]);
  });
});

test.each([2, 5, 7, 9])(
  'a run that ends after batch %i goes on from its backup as if it had not: sums, averages and step sizes',
  async (last) => {
    const run = async (...more: Callback[]) => {
      const [model, optimizer] = [
        make(),
        sgd({ learningRate: 0.05, useEma: true, emaOverwriteFrequency: 2, gradientAccumulationSteps: 3 }),
      ];
      const halved = learningRateScheduler({ schedule: (epoch, rate) => (epoch > 0 ? rate / 2 : rate) });
      const callbacks = [halved, ...more];
      const { logs } = await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 3, callbacks });
      return { logs, bits: await bitsOf(model), rate: optimizer.learningRate };
    };
    const store = new MemoryStore();
    const keep = () => backup({ store, everyMs: 0 });
    let batches = 0;
    const crash: Callback = {
      onBatchEnd: () => {
        if (++batches === last) throw new Error('crash');
      },
    };
    await expect(run(keep(), crash)).rejects.toThrow('crash');
    expect(await run(keep())).toEqual(await run());
  },
);

test('a run that is cut short keeps its weights', async () => {
  const [model, optimizer] = [make(), ema()];
  const stop = new AbortController();
  const { seen, callback } = watching(model);
  const abort: Callback = {
    onBatchEnd: ({ batch }) => (batch === 2 ? stop.abort(new Error('enough')) : undefined),
  };
  const callbacks = [callback, abort];
  await expect(fit(model, DATA, { ...OPTIONS, optimizer, callbacks, signal: stop.signal })).rejects.toThrow(
    'enough',
  );
  expect(await bitsOf(model)).toEqual(seen.at(-1));
});

test('settings out of range are refused', () => {
  expect(() => sgd({ emaMomentum: 1.5 })).toThrow(
    'sgd: emaMomentum must be a finite number from 0 to 1, got 1.5.',
  );
  expect(() => sgd({ emaOverwriteFrequency: 0 })).toThrow(
    'sgd: emaOverwriteFrequency must be a positive integer, got 0.',
  );
});

test('settings of averages are refused without useEma, which may be false by intent', () => {
  expect(() => adam({ emaMomentum: 0.9 })).toThrow(
    'adam: got emaMomentum 0.9 without useEma. Give useEma: true, or leave it out.',
  );
  expect(() => sgd({ emaOverwriteFrequency: 3 })).toThrow(
    'sgd: got emaOverwriteFrequency 3 without useEma. Give useEma: true, or leave it out.',
  );
  expect(adam({ useEma: false, emaMomentum: 0.9 }).config.settings.emaMomentum).toBe(0.9); // as a file holds it
});
