import { liveTensors, type SelectedBackend } from '@seqloom/backend';
import { openBackend } from '@seqloom/tasks/node';
import { ETT_COLUMNS, ettOptions, readCsv, type Table } from '@seqloom/timeseries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ETT_MODELS, simpleRules, trainOnEtt } from '../src/long-horizon/train-ett.ts';

let backend: SelectedBackend;
beforeAll(async () => {
  backend = await openBackend({ name: 'wasm', threads: 1 });
});
afterAll(() => backend.dispose());

/** Sines of 24 and of 17 rows, of which no rule knows the second, in a file of the length of the benchmark. */
async function made(): Promise<Table> {
  const lines = Array.from({ length: 14_400 }, (_, row) => {
    const time = new Date(Date.UTC(2016, 6, 1, row)).toISOString();
    const values = ETT_COLUMNS.map((_, c) =>
      (Math.sin((row * Math.PI) / 12 + c) + Math.sin((row * 2 * Math.PI) / 17)).toFixed(4),
    );
    return [`${time.slice(0, 10)} ${time.slice(11, 19)}`, ...values].join(',');
  });
  const text = [['date', ...ETT_COLUMNS].join(','), ...lines].join('\n');
  return readCsv([new TextEncoder().encode(text)], { ...ettOptions(), name: 'made.csv' });
}

test('a short run beats the rules where two rhythms overlap, on every test window, and leaves no tensor', async () => {
  const table = await made();
  const before = liveTensors();
  const settings = { ...ETT_MODELS.dlinear, lookback: 48, epochs: 2, batchSize: 512, learningRate: 0.02 };
  const losses: number[] = [];
  const run = { horizon: 24, seed: 1, onEpoch: (_: number, loss: number) => losses.push(loss) };
  const { windows, parameters, test, validation } = await trainOnEtt(table, settings, run);
  expect(windows).toEqual({ train: 8640 - 48 - 23, validation: 2857, test: 2857 });
  expect(parameters).toBe(2 * (48 * 24 + 24));
  expect(losses).toHaveLength(2);
  const rules = Object.values(simpleRules(table, 24));
  for (const errors of rules) expect(test.mse).toBeLessThan(errors.mse);
  expect(validation.mae).toBeGreaterThan(0);
  expect(liveTensors()).toBe(before);
});
