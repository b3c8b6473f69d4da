import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { predict } from '@seqloom/train';
import { readRecorded } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { loadKeras } from '../src/index.ts';
import { recordedArchive } from './recorded-models.ts';

startBackend(wasmBackend());

interface Found {
  readonly samples: number;
  readonly largestDifference: number;
  /** Samples with another answer than in Keras. */
  readonly different?: readonly number[];
  /** Samples whose answer in Keras is within 1e-5 of the threshold. */
  readonly near?: readonly number[];
}

/** What `tooling/oracles/keras_chapter.mjs` found: models of the chapter that Keras trained for an epoch, asked here. */
const found: Readonly<Record<string, Found>> = readRecorded('keras_chapter', 'models');

test.each(Object.entries(found))('%s answered every held-out sample as in Keras', (name, result) => {
  const { samples, largestDifference, different = [], near = [] } = result;
  expect(samples).toBe(name.startsWith('weather') ? 900 : 25_000);
  expect(largestDifference).toBeLessThan(1e-5);
  for (const sample of different) expect(near).toContain(sample);
});

const read = recordedArchive('keras_chapter.zip');

test.each([
  ['lstm', [8, 100], Int32Array],
  ['weather_gru', [8, 48, 11], Float32Array],
] as const)('%s answers the first samples as in Keras', async (name, shape, Kind) => {
  const { model } = await loadKeras(await read(`${name}.keras`));
  const data = new Kind((await read(`${name}.inputs`)).buffer);
  const [answers] = [await predict(model, { data, shape })].flat();
  model.dispose();
  const expected = new Float32Array((await read(`${name}.answers`)).buffer);
  expect(new Set(expected).size).toBe(8);
  for (const [i, answer] of expected.entries())
    expect(Math.abs(answers!.data[i]! - answer)).toBeLessThan(1e-5);
});
