import { liveTensors, registerBackend, type SelectedBackend, selectBackend, tensor } from '@seqloom/backend';
import { cpuBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Parameter } from '@seqloom/nn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adam, type EpochLogs, fit, sgd } from '../src/index.ts';
import { bitsOf, toyData, toyModel } from './toy-data.ts';

const runs = new Map<string, readonly EpochLogs[]>();

/** Embedding, Flatten, Dropout and Dense, trained for three epochs. */
async function train(): Promise<{ readonly logs: readonly EpochLogs[]; readonly weights: number[] }> {
  const before = liveTensors();
  const model = toyModel();
  const { logs } = await fit(model, toyData(160), {
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    optimizer: adam({ learningRate: 0.03 }),
    epochs: 3,
    validationSplit: 0.25,
    seed: 1,
  });
  const weights = await bitsOf(model);
  model.dispose();
  expect(liveTensors()).toBe(before);
  return { logs, weights };
}

describe.each([
  ['wasm', wasmBackend()],
  ['wasm with tfjs’s own loader', wasmBackend({ loader: 'stock' })],
  ['cpu', cpuBackend()],
] as const)('on %s', (name, plugin) => {
  let backend: SelectedBackend;
  beforeAll(async () => {
    registerBackend(plugin);
    backend = await selectBackend({ prefer: [plugin.name] });
  });
  afterAll(() => backend.dispose());

  test('an Embedding model trains, the same to the last bit for the same seed', async () => {
    const run = await train();
    expect(run.logs.at(-1)!.loss).toBeLessThan(run.logs[0]!.loss! * 0.9);
    expect(await train()).toEqual(run);
    runs.set(name, run.logs);
  });

  test('gradients are shortened within the update', async () => {
    const weights = [0, 0].map((value, i) => {
      return new Parameter({ name: `w${i}`, path: `w${i}`, shape: [1], values: Float32Array.of(value) });
    });
    const gradients = [tensor([3], [1]), tensor([4], [1])];
    sgd({ learningRate: 0.5, globalClipnorm: 1 }).apply(weights, gradients);
    const values = await Promise.all(weights.map(async ({ value }) => (await value.data())[0]!));
    expect(values[0]).toBeCloseTo(-0.3, 6);
    expect(values[1]).toBeCloseTo(-0.4, 6);
    for (const made of [...weights, ...gradients]) made.dispose();
  });
});

test('all backends tell the same story', () => {
  const [reference, ...others] = [...runs.values()];
  expect(others).toHaveLength(2);
  for (const logs of others) {
    for (const [epoch, { loss }] of logs.entries()) {
      // 1e-4 relative: sums in another order, over three epochs.
      expect(Math.abs(loss! / reference![epoch]!.loss! - 1)).toBeLessThan(1e-4);
    }
  }
});
