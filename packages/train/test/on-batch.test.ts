import { type BackendPlugin, liveTensors } from '@seqloom/backend';
import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  accuracy,
  adam,
  type EpochLogs,
  evaluate,
  fit,
  input,
  Model,
  type ModelBatch,
  Sequential,
  sgd,
  testOnBatch,
  trainOnBatch,
} from '../src/index.ts';
import { bitsOf, toyData, toyModel } from './toy-data.ts';

/** Reads that wait, as those of a GPU. */
const WAITS: BackendPlugin = { ...cpuBackend(), synchronousReads: false };

const all = toyData(64);
/** The rows in batches of 16. */
const batches: ModelBatch[] = [0, 16, 32, 48].map((from) => {
  const cut = ({ data, shape }: typeof all.inputs) => {
    const each = data.length / shape[0]!;
    return { data: data.slice(from * each, (from + 16) * each), shape: [16, ...shape.slice(1)] };
  };
  return { inputs: cut(all.inputs), targets: cut(all.targets) };
});

describe.each([
  ['wasm', wasmBackend()],
  ['a backend whose reads wait', WAITS],
])('on %s', (_, plugin) => {
  startBackend(plugin);

  test('steps over the batches of two epochs give the weights of fit, to the last bit', async () => {
    const options = { loss: 'binaryCrossentropy', metrics: ['accuracy'], seed: 3 } as const;
    const [fitted, stepped] = [toyModel(), toyModel()];
    const optimizers = [adam(), adam()] as const;
    await fit(fitted, batches, { ...options, epochs: 2, optimizer: optimizers[0] });
    const logs: EpochLogs[] = [];
    for (const batch of [...batches, ...batches]) {
      const measured = await trainOnBatch(stepped, batch, { ...options, optimizer: optimizers[1] });
      expectTypeOf(measured).toEqualTypeOf<Readonly<Record<'loss' | 'accuracy', number>>>();
      logs.push(measured);
    }
    expect(await bitsOf(stepped)).toEqual(await bitsOf(fitted));
    expect(optimizers[1].iterations).toBe(8);
    expect(logs[7]!.loss).toBeLessThan(logs[0]!.loss!);
    for (const model of [fitted, stepped]) model.dispose();
    for (const optimizer of optimizers) optimizer.dispose();
  });

  test('100 steps and tests keep no tensor, a failed step changes nothing', async () => {
    const model = toyModel();
    const optimizer = adam();
    const options = { loss: 'binaryCrossentropy' as const, optimizer };
    await trainOnBatch(model, batches[0]!, options);
    const before = liveTensors();
    for (let step = 0; step < 50; step++) {
      await trainOnBatch(model, batches[step % 4]!, options);
      await testOnBatch(model, batches[step % 4]!, { loss: 'binaryCrossentropy', metrics: ['auc'] });
    }
    const weights = await bitsOf(model);
    const failing = trainOnBatch(model, batches[0]!, { ...options, lossWeights: [Number.MAX_VALUE] });
    await expect(failing).rejects.toThrow(
      'trainOnBatch: the loss is Infinity in step 52; the weights are those before this step.',
    );
    expect(await bitsOf(model)).toEqual(weights);
    expect(optimizer.iterations).toBe(51);
    expect(liveTensors()).toBe(before);
    await trainOnBatch(model, batches[0]!, options); // the model is free again
    model.dispose();
    optimizer.dispose();
  });
});

describe('on one backend', () => {
  startBackend(wasmBackend());

  test('testOnBatch measures what evaluate measures on these samples, with weights', async () => {
    const model = toyModel().build([null, 6], { seed: 1 });
    const weights = { data: Float32Array.from({ length: 16 }, (_, i) => i % 3), shape: [16] };
    const batch = { ...batches[1]!, sampleWeights: weights };
    const options = { loss: 'binaryCrossentropy', weightedMetrics: ['accuracy', 'auc'] } as const;
    expect(await testOnBatch(model, batch, options)).toEqual(
      await evaluate(model, batch, { ...options, batchSize: 16 }),
    );
    model.dispose();
  });

  test('metrics are those of the batch alone, also a Metric that is used again', async () => {
    const model = toyModel().build([null, 6], { seed: 1 });
    const metric = accuracy();
    const options = { loss: 'binaryCrossentropy', metrics: [metric] } as const;
    const first = await testOnBatch(model, batches[0]!, options);
    await testOnBatch(model, batches[1]!, options);
    expect(await testOnBatch(model, batches[0]!, options)).toEqual(first);
    model.dispose();
  });

  test('a model with several outputs takes losses and targets by name', async () => {
    const x = input([1]);
    const outputs = ['a', 'b'].map((name) => new Dense({ units: 1, name }).apply(x));
    const model = new Model({ inputs: x, outputs });
    const column = { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] };
    const batch = { inputs: column, targets: { a: column, b: column } };
    const optimizer = sgd({ learningRate: 0.05 });
    const loss = { a: 'mse', b: 'mae' } as const;
    const first = await trainOnBatch(model, batch, { loss, optimizer, lossWeights: { a: 1, b: 2 } });
    expect(first.loss).toBeCloseTo(first.a_loss! + 2 * first.b_loss!, 5);
    const after = await testOnBatch(model, batch, { loss, metrics: { a: ['mse'] } });
    expect(after.a_mse).toBe(after.a_loss);
    expect(after.a_loss).toBeLessThan(first.a_loss!);
    model.dispose();
  });

  test('asks for an optimizer that keeps its state, and for a model that is not being trained', async () => {
    const model = toyModel();
    const loss = 'binaryCrossentropy';
    await expect(trainOnBatch(model, batches[0]!, { loss, optimizer: 'adam' as never })).rejects.toThrow(
      'trainOnBatch: optimizer must be an Optimizer, which keeps its state between the calls, got "adam".',
    );
    const optimizer = adam();
    const within = {
      onBatchEnd: async () => void (await trainOnBatch(model, batches[0]!, { loss, optimizer })),
    };
    await expect(fit(model, all, { loss, callbacks: [within] })).rejects.toThrow(
      'is in another call of fit or trainOnBatch. Await that call first.',
    );
    const step = trainOnBatch(model, batches[0]!, { loss, optimizer });
    await expect(fit(model, all, { loss })).rejects.toThrow('in another call of fit or trainOnBatch');
    await step;
    await expect(
      testOnBatch(new Sequential([new Dense({ units: 1 })]), [] as never, { loss }),
    ).rejects.toThrow('testOnBatch: a batch must be { inputs, targets }');
    model.dispose();
    optimizer.dispose();
  });
});
