import { afterEach, expect, test } from 'vitest';
import * as seqloom from '../src/index.node.ts';
import {
  activeBackend,
  Dense,
  evaluate,
  fit,
  load,
  predict,
  ready,
  Sequential,
  save,
  selectBackend,
  tensor,
} from '../src/index.node.ts';

const data = {
  inputs: { data: Float32Array.of(0, 1, 1, 0), shape: [2, 2] },
  targets: { data: Float32Array.of(0, 1), shape: [2, 1] },
};

const options = { epochs: 2, loss: 'meanSquaredError', optimizer: 'sgd', seed: 1 } as const;

/** Ends the backend that a test has started: a selection shares it, and is the last. */
afterEach(async () => {
  if (activeBackend() !== undefined) await (await selectBackend()).dispose();
});

test('a tensor made before a backend is in use says what to await', () => {
  expect(() => tensor([1], [1])).toThrow('tensor: no backend is in use. Await ready() first.');
});

test('fit, evaluate and predict start a backend where none is in use', async () => {
  const model = new Sequential([new Dense({ units: 1 })]);
  expect(activeBackend()).toBeUndefined();
  await fit(model, data, options);
  expect(activeBackend()).toMatch(/^(?:node|wasm)$/);
  await evaluate(model, data, { loss: 'meanSquaredError' });
  model.dispose();
});

test('load starts a backend, and the model predicts what the saved one did', async () => {
  const model = new Sequential([new Dense({ units: 1 })]);
  await fit(model, data, options);
  const bytes = await save(model);
  const { data: expected } = await predict(model, data.inputs);
  model.dispose();
  await (await selectBackend()).dispose();
  expect(activeBackend()).toBeUndefined();
  const loaded = await load(bytes, { layers: [Dense] });
  expect((await predict(loaded.model, data.inputs)).data).toEqual(expected);
  loaded.model.dispose();
});

test('an explicit selection goes before, and its threads are kept', async () => {
  const selected = await selectBackend({ prefer: ['wasm'], threads: 1 });
  const model = new Sequential([new Dense({ units: 1 })]);
  await fit(model, data, options);
  expect(activeBackend()).toBe('wasm');
  expect((await ready()).threads).toBe(1);
  model.dispose();
  await selected.dispose();
  expect(activeBackend()).toBeUndefined();
});

test('two calls that find no backend start one', async () => {
  const models = [1, 2].map(() => new Sequential([new Dense({ units: 1 })]));
  await Promise.all(models.map((model) => fit(model, data, options)));
  expect(activeBackend()).toBeDefined();
  for (const model of models) model.dispose();
});

test('every layer, loss, metric and function of the packages is passed on', async () => {
  const packages = await Promise.all([
    import('@seqloom/attention'),
    import('@seqloom/convolutional'),
    import('@seqloom/embeddings'),
    import('@seqloom/nn'),
    import('@seqloom/recurrent'),
    import('@seqloom/text'),
    import('@seqloom/train'),
  ]);
  const missing = packages.flatMap((names) => Object.keys(names).filter((name) => !(name in seqloom)));
  expect(missing).toEqual([]);
});
