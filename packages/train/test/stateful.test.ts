import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import { evaluate, type FitOptions, fit, predict, Sequential, sgd } from '../src/index.ts';

startBackend(wasmBackend());

const array = (shape: readonly number[], make: (k: number) => number) => ({
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => make(k)),
  shape,
});
const data = { inputs: array([8, 3, 1], Math.sin), targets: array([8, 1], Math.cos) };
const other = { inputs: array([6, 3, 1], (k) => 5 * Math.sin(3 * k)), targets: array([6, 1], Math.cos) };

const make = () =>
  new Sequential([
    new LSTM({ units: 2, stateful: true, returnSequences: true }),
    new Bidirectional({ layer: new GRU({ units: 2, stateful: true }) }),
    new Dense({ units: 1 }),
  ]);
const OPTIONS = { loss: 'mse', epochs: 3, batchSize: 4, shuffle: false, seed: 1 } as const;

async function lossesWith(model: Sequential, extra: Partial<FitOptions>): Promise<(number | undefined)[]> {
  const { logs } = await fit(model, data, { ...OPTIONS, ...extra });
  return logs.map(({ loss }) => loss);
}

describe('the states of stateful layers', () => {
  test('are the same after an epoch with and without validation', async () => {
    const [plain, validated] = [make(), make()];
    const losses = await lossesWith(plain, {});
    const before = liveTensors();
    // Another batch size: validation begins without states.
    expect(
      await lossesWith(validated, {
        validation: { inputs: array([3, 3, 1], Math.cos), targets: array([3, 1], Math.sin) },
      }),
    ).toEqual(losses);
    // What a prediction goes on from are the states of the training.
    const inputs = array([4, 3, 1], Math.cos);
    expect(await predict(validated, inputs)).toEqual(await predict(plain, inputs));
    validated.dispose();
    expect(liveTensors()).toBe(before);
    plain.dispose();
  });

  test('are carried on within a validation, and begin again with each', async () => {
    const model = make();
    const still = sgd({ learningRate: 0 });
    const options = { ...OPTIONS, batchSize: 2, optimizer: still, validation: other } as const;
    const { logs } = await fit(model, data, options);
    model.resetStates();
    const { loss } = await evaluate(model, other, { loss: 'mse', batchSize: 2 });
    expect(logs.map(({ valLoss }) => valLoss)).toEqual([loss, loss, loss]);
    model.dispose();
  });

  test('are left alone by predict and evaluate during fit', async () => {
    const losses = await lossesWith(make(), {});
    const model = make();
    const seen: Float32Array[] = [];
    const callback = {
      async onBatchEnd() {
        await evaluate(model, other, { loss: 'mse', batchSize: 3 });
        seen.push((await predict(model, other.inputs, { batchSize: 3 })).data);
      },
    };
    expect(await lossesWith(model, { callbacks: [callback] })).toEqual(losses);
    expect(seen).toHaveLength(6);
    model.dispose();
  });

  test('are those of before a step that failed', async () => {
    const model = make();
    await fit(model, data, { ...OPTIONS, epochs: 1 });
    const bad = { inputs: array([4, 3, 1], () => Number.NaN), targets: array([4, 1], Math.sin) };
    const before = liveTensors();
    await expect(fit(model, bad, OPTIONS)).rejects.toThrow('the loss is NaN in epoch 1, step 1');
    expect(liveTensors()).toBe(before);
    const { data: predicted } = await predict(model, array([4, 3, 1], Math.sin));
    expect(predicted.every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  test('are kept from a validation that failed', async () => {
    const model = make();
    const bad = { inputs: array([4, 3, 1], () => Number.NaN), targets: array([4, 1], Math.sin) };
    await expect(fit(model, data, { ...OPTIONS, validation: bad })).rejects.toThrow(
      'the validation loss is NaN',
    );
    const { data: predicted } = await predict(model, array([4, 3, 1], Math.sin));
    expect(predicted.every(Number.isFinite)).toBe(true);
    model.dispose();
  });
});
