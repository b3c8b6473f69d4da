import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { type Network, predict } from '@seqloom/train';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { loadKeras, saveKeras } from '../src/index.ts';
import { largestDifference, type RecordedArray } from './recorded-arrays.ts';

startBackend(wasmBackend());

interface StringModel {
  readonly file: string;
  readonly texts: readonly string[];
  readonly predictions: readonly RecordedArray[];
}

/** Models of `tooling/oracles/keras_strings.py`, which Keras saved on TensorFlow. */
const models: Readonly<Record<string, StringModel>> = readRecorded('keras_strings', 'models');

/** Keras gives a row of one string for each sample. */
async function answers(model: Network, texts: readonly string[]) {
  return [await predict(model, { data: texts, shape: [texts.length, 1] } as never)].flat();
}

describe('a model of Keras that takes strings', () => {
  test.each(Object.keys(models))('%s predicts the same, and after it was written and read', async (name) => {
    const { file, texts, predictions } = models[name]!;
    const { model, notes } = await loadKeras(new Uint8Array(Buffer.from(file, 'base64')));
    expect(notes).toEqual([]);
    expect(largestDifference(await answers(model, texts), predictions)).toBeLessThan(1e-5);
    const written = await saveKeras(model);
    const again = await loadKeras(written);
    expect(await answers(again.model, texts)).toEqual(await answers(model, texts));
    model.dispose();
    again.model.dispose();
  });
});
