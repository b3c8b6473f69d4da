import { liveTensors, square, sub, type Tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Parameter } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { adam, earlyStopping, evaluate, fit, predict, Sequential } from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const column = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1] });
const DATA = { inputs: column(1, 2, 3, 4), targets: column(2, 4, 6, 8) };
const OPTIONS = { loss: 'mse', batchSize: 1, epochs: 2 } as const;
const dense = (name = 'line') => new Sequential([new Dense({ units: 1 })], { name });

describe('two calls of fit', () => {
  test('at once on one model: the second is refused, the first goes on', async () => {
    const [model, alone] = [dense(), dense()];
    const first = fit(model, DATA, OPTIONS);
    await expect(fit(model, DATA, OPTIONS)).rejects.toThrow(
      'fit: Sequential "line" is in another call of fit or trainOnBatch. Await that call first.',
    );
    await first;
    await fit(alone, DATA, OPTIONS);
    expect(await bitsOf(model)).toEqual(await bitsOf(alone));
    await fit(model, DATA, OPTIONS); // it may be trained again
  });

  test('follow each other after one that failed, in its plan or in a step', async () => {
    const model = dense();
    await expect(fit(model, DATA, { ...OPTIONS, validationSplit: 2 })).rejects.toThrow('got 2');
    await expect(fit(model, { ...DATA, inputs: column(Number.NaN, 1, 1, 1) }, OPTIONS)).rejects.toThrow(
      'NaN',
    );
    expect((await fit(model, DATA, OPTIONS)).epochs).toEqual([0, 1]);
  });

  test('at once on two models give what each gives alone', async () => {
    const models = [dense(), dense()];
    await Promise.all(models.map((model) => fit(model, DATA, OPTIONS)));
    expect(await bitsOf(models[1]!)).toEqual(await bitsOf(models[0]!));
  });
});

test('predict and evaluate during fit leave the training as it is', async () => {
  const [watched, alone] = [dense(), dense()];
  const onBatchEnd = async () => {
    await predict(watched, DATA.inputs);
    await evaluate(watched, DATA, { loss: 'mse' });
  };
  const { logs } = await fit(watched, DATA, { ...OPTIONS, callbacks: [{ onBatchEnd }] });
  expect(logs).toEqual((await fit(alone, DATA, OPTIONS)).logs);
});

describe('a model that is disposed of', () => {
  const MESSAGE = 'Sequential "line" has been disposed of. Make a new one; while';

  test.each(['onEpochBegin', 'onBatchEnd', 'onEpochEnd'] as const)(
    'in %s ends fit with our own error',
    async (hook) => {
      const before = liveTensors();
      const model = dense();
      const callbacks = [
        { [hook]: () => model.dispose() },
        earlyStopping({ monitor: 'loss', patience: 5, restoreBestWeights: true }),
      ];
      await expect(fit(model, DATA, { ...OPTIONS, callbacks })).rejects.toThrow(`fit: ${MESSAGE}`);
      expect(liveTensors()).toBe(before);
    },
  );

  test('while the loss of a step is read ends fit with our own error', async () => {
    const before = liveTensors();
    const model = dense().build([null, 1]);
    const optimizer = adam();
    const loss = (targets: Tensor, predictions: Tensor) => {
      queueMicrotask(() => model.dispose());
      return square(sub(targets, predictions));
    };
    await expect(fit(model, DATA, { ...OPTIONS, optimizer, loss })).rejects.toThrow(`fit: ${MESSAGE}`);
    expect(liveTensors()).toBe(before);
  });

  test('during validation, evaluate or predict ends that with our own error', async () => {
    const before = liveTensors();
    const disposing = (model: Sequential) => ({
      *[Symbol.iterator]() {
        yield DATA;
        model.dispose();
        yield DATA;
      },
    });
    const validated = dense();
    await expect(fit(validated, DATA, { ...OPTIONS, validation: disposing(validated) })).rejects.toThrow(
      `fit: validation: ${MESSAGE}`,
    );
    const evaluated = dense();
    await expect(evaluate(evaluated, disposing(evaluated), { loss: 'mse' })).rejects.toThrow(
      `evaluate: ${MESSAGE}`,
    );
    const predicted = dense();
    await expect(predict(predicted, disposing(predicted))).rejects.toThrow(`predict: ${MESSAGE}`);
    expect(liveTensors()).toBe(before);
  });
});

test('an optimizer that is disposed of leaves nothing with its parameters', () => {
  const registered = new Set<unknown>();
  class Watched extends Parameter {
    override onDispose(release: () => void): () => void {
      const unregister = super.onDispose(release);
      registered.add(release);
      return () => {
        registered.delete(release);
        unregister();
      };
    }
  }
  const parameter = new Watched({ name: 'w', path: 'w', shape: [1], values: Float32Array.of(1) });
  for (let fits = 0; fits < 3; fits++) {
    const optimizer = adam();
    optimizer.apply([parameter], [parameter.value]);
    expect(registered.size).toBe(1);
    optimizer.dispose();
    expect(registered.size).toBe(0);
  }
  parameter.dispose();
});
