import { liveTensors, registerBackend, selectBackend } from '@seqloom/backend';
import { expectClose, numbers } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { webglBackend } from '@seqloom/backend-webgl';
import { Dense } from '@seqloom/nn';
import { adam, fit, type Optimizer, predict, Sequential } from '@seqloom/train';
import { beforeAll, expect, test } from 'vitest';
import { train, type Workload, workloads } from './models.ts';

beforeAll(() => {
  registerBackend(wasmBackend());
  registerBackend(webglBackend());
});

async function trainOn(name: string, workload: Workload): Promise<number[]> {
  const backend = await selectBackend({ prefer: [name] });
  expect(backend.name).toBe(name);
  const losses = await train(workload);
  expect(liveTensors()).toBe(0);
  await backend.dispose();
  return losses;
}

test.each(Object.entries(workloads))('%s: the losses of webgl are those of wasm', async (_, workload) => {
  const losses = [await trainOn('wasm', workload), await trainOn('webgl', workload)];
  const [wasm, webgl] = losses as [number[], number[]];
  expect(wasm[0]).not.toBe(wasm.at(-1));
  // Both sum in float32, in another order.
  expectClose(webgl, wasm, 1e-4);
});

test('predictions are those of wasm', async () => {
  const { model: create, inputs } = workloads['an LSTM of 16 units over 40 steps']!;
  const outputs: Float32Array[] = [];
  for (const name of ['wasm', 'webgl']) {
    const backend = await selectBackend({ prefer: [name] });
    const model = create();
    model.build([null, ...inputs.shape.slice(1)], { seed: 1 });
    // Twice: the second call of a shape may run a recorded plan.
    for (let i = 0; i < 2; i++) outputs.push((await predict(model, inputs, { batchSize: 16 })).data);
    model.dispose();
    expect(liveTensors()).toBe(0);
    await backend.dispose();
  }
  const [expected, ...others] = outputs;
  for (const other of others) expectClose(other, expected!, 1e-5);
});

test('a step that is not finite is named, though its loss is read after later ones were issued', async () => {
  const backend = await selectBackend({ prefer: ['webgl'] });
  const bitsOf = async (model: Sequential) => (await model.getWeights()).map(({ data }) => Array.from(data));
  const inputs = numbers(8 * 6, 5);
  const targets = numbers(8, 6);
  const trainRows = async (rows: number, model: Sequential, optimizer: Optimizer) => {
    const seen: number[] = [];
    const watch = { lateBatches: true, onBatchEnd: ({ batch }: { batch: number }) => void seen.push(batch) };
    const data = {
      inputs: { data: inputs.slice(0, rows * 6), shape: [rows, 6] },
      targets: { data: targets.slice(0, rows), shape: [rows, 1] },
    };
    const options = { batchSize: 1, shuffle: false, seed: 1, callbacks: [watch] } as const;
    await fit(model, data, { loss: 'meanSquaredError', optimizer, ...options }).catch((error: unknown) =>
      expect(error).toMatchObject({ name: 'NaNLossError', epoch: 0, step: 3 }),
    );
    return seen;
  };
  const create = () =>
    new Sequential([new Dense({ units: 200, activation: 'tanh' }), new Dense({ units: 1 })]);
  const [good, broken] = [create(), create()];
  const [goodAdam, brokenAdam] = [adam(), adam()];
  await trainRows(3, good, goodAdam);
  inputs[3 * 6] = Number.NaN;
  expect(await trainRows(8, broken, brokenAdam)).toEqual([0, 1, 2]);
  expect(brokenAdam.iterations).toBe(3);
  expect(await bitsOf(broken)).toEqual(await bitsOf(good));
  for (const each of [good, broken, goodAdam, brokenAdam]) each.dispose();
  expect(liveTensors()).toBe(0);
  await backend.dispose();
});

test('wasm is what a page gets without a preference, and the report of webgl names what is composed', async () => {
  const first = await selectBackend();
  expect(first.name).toBe('wasm');
  await first.dispose();
  const webgl = await selectBackend({ prefer: ['webgl'] });
  expect(webgl.synchronousReads).toBe(false);
  expect(webgl.fused).toEqual(['Elu', 'Softplus']);
  expect(webgl.composed).toEqual(
    expect.arrayContaining(['LSTMSequence', 'LSTMSequenceGrad', 'Conv1D', 'MaxPool1D']),
  );
  await webgl.dispose();
});
