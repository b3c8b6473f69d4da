import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { expect, expectTypeOf, test } from 'vitest';
import {
  evaluate,
  type History,
  input,
  Model,
  type Predictions,
  predict,
  Sequential,
  sgd,
} from '../src/index.ts';

startBackend(wasmBackend());

test('training, measuring and predicting are methods once they are imported as such', async () => {
  const model = new Sequential([new Dense({ units: 1 })], { name: 'm' });
  const inputs = { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] };
  const data = { inputs, targets: inputs };
  expect(() => model.fit(data, { loss: 'mse' })).toThrow(
    `Sequential "m": fit, evaluate, predict, trainOnBatch and testOnBatch are methods after import '@seqloom/train/methods'.`,
  );
  await import('../src/methods.ts');
  const history = await model.fit(data, { loss: 'mse', metrics: ['mae'], epochs: 2 });
  expect(history.series.mae).toHaveLength(2);
  expectTypeOf(history).toEqualTypeOf<History<'loss' | 'mae'>>();
  expect(await model.evaluate(data, { loss: 'mse' })).toEqual(await evaluate(model, data, { loss: 'mse' }));
  const optimizer = sgd();
  const step = await model.trainOnBatch(data, { loss: 'mse', metrics: ['mae'], optimizer });
  expectTypeOf(step).toEqualTypeOf<Readonly<Record<'loss' | 'mae', number>>>();
  expect(optimizer.iterations).toBe(1);
  expect(await model.testOnBatch(data, { loss: 'mse' })).toEqual(
    await evaluate(model, data, { loss: 'mse' }),
  );
  const predictions = await model.predict(inputs);
  expectTypeOf(predictions).toEqualTypeOf<Predictions>();
  expect(predictions).toEqual(await predict(model, inputs));
  model.dispose();

  const x = input([1]);
  const both = new Model({
    inputs: x,
    outputs: [new Dense({ units: 1 }).apply(x), new Dense({ units: 2 }).apply(x)],
  });
  const [, second] = await both.predict(inputs);
  expect(second!.shape).toEqual([4, 2]);
  both.dispose();
});
