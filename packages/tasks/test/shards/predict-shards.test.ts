import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { Sequential } from '@seqloom/train';
import { saveToFile } from '@seqloom/train/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { predictShards } from '../../src/node/shards/predict-shards.ts';
import { modelBytes } from '../../src/node/terminal/model-file.ts';

startBackend(wasmBackend());

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-predict-shards-'));
  await writeFile(join(folder, 'a.jsonl'), '"one"\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const task = { name: 'letters', holds: 'a model of letters', uses: ['predict'], attachments: () => ({}) };
const modelOf = (seed: number) => ({
  model: new Sequential([new Dense({ units: 1 })]).build([null, 2], { seed }),
});

/** Answers by a model that was not opened from a file. */
async function answer(model: ReturnType<typeof modelOf>, path?: string): Promise<string> {
  let said = '';
  await predictShards(
    {
      pattern: join(folder, '*.jsonl'),
      out: join(folder, 'out'),
      shard: undefined,
      form: {} as never,
      terminal: {
        err(text) {
          said += text;
        },
      },
      signal: new AbortController().signal,
    },
    async (answers) =>
      answers(await modelBytes(path, task as never, model as never), async (texts) =>
        texts.map((text) => ({ letters: text.length })),
      ),
  );
  return said.replaceAll(`${folder}/`, '');
}

test('a model without a file is told from others by what its file would be', async () => {
  const [one, same, other] = [modelOf(1), modelOf(1), modelOf(2)] as const;
  expect(await answer(one)).toBe('a.jsonl: 1 answers\n');
  expect(await answer(same)).toBe('1 of 1 files were answered before\n');
  await expect(answer(other)).rejects.toThrow('out holds answers of another model');
  const path = join(folder, 'other.safetensors');
  await saveToFile(other.model, path);
  await expect(answer(one, path)).rejects.toThrow('out holds answers of another model');
  for (const { model } of [one, same, other]) model.dispose();
});
