import { liveTensors, registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { cpuBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adam, type EpochLogs, fit } from '../src/index.ts';
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
