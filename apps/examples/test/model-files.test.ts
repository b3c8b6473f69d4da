import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveTensors, registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { adam, fit, load, predict, type SingleOutputModel, save } from '@seqloom/train';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, LAYERS, MODELS, type RecordedModel } from './model-files/models.ts';

// Files that an earlier version wrote, and what it made of them. They are never written again: RECORD_MODEL_FILES=1 adds
// those of new models.
const folder = join(import.meta.dirname, 'model-files');
const record = process.env.RECORD_MODEL_FILES === '1';

interface Digests {
  /** SHA-256 of the predictions of the loaded model. */
  readonly predictions: string;
  /** SHA-256 of the weights and losses after two more epochs. */
  readonly trained: string;
}

beforeAll(async () => {
  registerBackend(wasmBackend());
  await selectBackend({ threads: 1 });
});
afterAll(() => expect(liveTensors()).toBe(0));

function sha256(parts: Iterable<string | ArrayBufferView>): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(
      typeof part === 'string' ? part : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
    );
  }
  return hash.digest('hex');
}

async function digestsOf(model: SingleOutputModel, recorded: RecordedModel): Promise<Digests> {
  const data = dataOf(recorded);
  const predictions = sha256([(await predict(model, data.inputs)).data]);
  const { series } = await fit(model, data, {
    loss: 'binaryCrossentropy',
    optimizer: adam({ learningRate: 0.01 }),
    epochs: 2,
    batchSize: 8,
    seed: 4,
  });
  const weights = (await model.getWeights()).flatMap(({ name, data }) => [name, data]);
  return { predictions, trained: sha256([JSON.stringify(series.loss), ...weights]) };
}

/** Trains a new model, writes its file, and what the file gives. */
async function writeFiles(name: string, recorded: RecordedModel): Promise<void> {
  const model = recorded.model();
  await fit(model, dataOf(recorded), { loss: 'binaryCrossentropy', epochs: 1, batchSize: 8, seed: 1 });
  const bytes = await save(model);
  model.dispose();
  const loaded = load(bytes, { layers: LAYERS }).model;
  writeFileSync(join(folder, `${name}.safetensors`), bytes);
  writeFileSync(
    join(folder, `${name}.json`),
    `${JSON.stringify(await digestsOf(loaded, recorded), null, 2)}\n`,
  );
  loaded.dispose();
}

describe.each(Object.entries(MODELS))('the file of %s', (name, recorded) => {
  test('loads, predicts and trains to the same bits as ever', async () => {
    const file = join(folder, `${name}.safetensors`);
    if (record && !existsSync(file)) await writeFiles(name, recorded);
    const { model } = load(readFileSync(file), { layers: LAYERS });
    const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    expect(await digestsOf(model, recorded)).toEqual(expected);
    model.dispose();
  });
});
