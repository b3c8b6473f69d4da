import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activeBackend } from '@seqloom/backend';
import { Dense } from '@seqloom/nn';
import { encodeSafetensors } from '@seqloom/safetensors';
import { type LoadedModel, ModelFileError, Sequential } from '@seqloom/train';
import { saveToFile } from '@seqloom/train/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withModel } from '../src/node/cli/with-model.ts';
import { openBackend, readModelFile } from '../src/node/index.ts';
import { seriesTask } from '../src/series/series-task.ts';
import { textTask } from '../src/texts/text-task.ts';

let place: string;
let file: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'seqloom-model-file-'));
  file = join(place, 'model.safetensors');
  const backend = await openBackend({ threads: 1 });
  const model = new Sequential([new Dense({ units: 2 })], { name: 'small' });
  model.build([null, 3], { seed: 1 });
  await saveToFile(model, file, { attachments: { note: 'mine' } });
  model.dispose();
  await backend.dispose();
});
afterAll(() => rm(place, { recursive: true }));

const imdb = textTask({
  name: 'imdb',
  holds: 'a model of film reviews',
  named: [],
  question: '',
  subject: '',
  samples: '',
});
const weather = seriesTask({ name: 'weather', holds: 'a model of weather', named: [], subject: '' });
/** The task with another way to take what a file holds. */
const taking = (take: (loaded: LoadedModel, file: string) => never) =>
  ({ ...imdb, loadOptions: { layers: [Dense] }, open: take }) as unknown as typeof imdb;
const plain = taking((loaded) => loaded as never);
const open = (path: string) => readModelFile(path, plain);

test('a saved model is opened, used and released, also when using it fails', async () => {
  const args = { modelFile: file, threads: 1 };
  let seen: unknown[] = [];
  await withModel(plain, args, async ({ model }, backend) => {
    seen = [model.name, backend.name, backend.threads];
  });
  expect(seen).toEqual(['small', expect.stringMatching(/^(node|wasm)$/), 1]);
  let released = 0;
  const counted = taking(({ model }) => {
    const dispose = () => {
      released++;
      model.dispose();
    };
    return { model: { dispose } } as never;
  });
  const failing = withModel(counted, args, async () => {
    throw new Error('on the way');
  });
  await expect(failing).rejects.toThrow('on the way');
  expect(released).toBe(1);
  expect(activeBackend()).toBeUndefined();
});

test('a model file must be named, and be there', async () => {
  const never = async () => expect.unreachable();
  await expect(withModel(plain, {}, never)).rejects.toThrow('--model-file: is missing.');
  await expect(withModel(plain, { modelFile: place }, never)).rejects.toThrow(
    `--model-file: ${place} is no file. Give the model.safetensors that a training with --out wrote.`,
  );
});

/** A file without weights whose metadata are these. */
async function fileOf(metadata: Readonly<Record<string, unknown>>): Promise<string> {
  const path = join(place, 'other.safetensors');
  const texts = Object.entries(metadata).map(
    ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  await writeFile(path, encodeSafetensors([], texts));
  return path;
}

const form = (className: string) => ({
  'seqloom.model': { format: 1 },
  'seqloom.attachments': [['form', { className }]],
});

test("another app's model is told by its name, with what to do", async () => {
  const series = await fileOf(form('SeriesForm'));
  const error = await open(series).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelFileError);
  expect((error as Error).message).toBe(
    `model file: ${series}: a model of weather that pnpm weather wrote; expected a model of film reviews. ` +
      'Use it with pnpm weather evaluate or pnpm weather forecast, or train one with pnpm imdb train --model NAME --out DIR.',
  );
  const review = await fileOf(form('ReviewForm'));
  await expect(readModelFile(review, weather)).rejects.toThrow(
    `${review}: a model of film reviews that pnpm imdb wrote; expected a model of weather. ` +
      'Use it with pnpm imdb evaluate or pnpm imdb predict, or train one with pnpm weather train --model NAME --out DIR.',
  );
});

test('files of other kinds are called what they are', async () => {
  const vectors = await fileOf({ format: 'seqloom-word-vectors' });
  await expect(open(vectors)).rejects.toThrow(
    `${vectors}: word vectors; expected a model of film reviews. Give them to pnpm imdb train --vectors, or train one`,
  );
  const tensors = await fileOf({});
  await expect(open(tensors)).rejects.toThrow(
    `${tensors}: tensors without a model; expected a model of film reviews. Give the model.safetensors`,
  );
  const text = join(place, 'history.json');
  for (const content of ['', '{}', '{ "model": "gru", "history": {} }']) {
    await writeFile(text, content);
    await expect(open(text)).rejects.toThrow(
      `model file: ${text}: no safetensors file; expected a model of film reviews. ` +
        'Give the model.safetensors that pnpm imdb train --out wrote, or train one with pnpm imdb train --model NAME --out DIR.',
    );
  }
});

test('for a file that is cut off, contradicts itself or is refused by the app, the reason stays beside what was expected', async () => {
  const wish =
    'Expected a model of film reviews: give the model.safetensors that pnpm imdb train --out wrote.';
  const cut = join(place, 'cut.safetensors');
  await writeFile(cut, (await readFile(file)).subarray(0, 100));
  const error = await open(cut).catch(String);
  expect(error).toContain(`model file: ${cut}: Safetensors: the header ends at byte `);
  expect(error).toContain(wish);
  const own = await fileOf(form('ReviewForm'));
  await expect(open(own)).rejects.toThrow(wish);
  const refusing = withModel(
    taking(({ model }, path) => {
      model.dispose();
      throw new ModelFileError(`${path} has no form.`);
    }),
    { modelFile: file },
    async () => expect.unreachable(),
  );
  await expect(refusing).rejects.toThrow(`model file: ${file} has no form. ${wish}`);
});

test('a file says itself whose it is, and another task refuses it', async () => {
  const named = await fileOf({
    'seqloom.model': { format: 1 },
    'seqloom.attachments': [
      ['task', { name: 'topics', holds: 'a model of topics', uses: ['evaluate', 'predict'] }],
    ],
  });
  await expect(open(named)).rejects.toThrow(
    `${named}: a model of topics that pnpm topics wrote; expected a model of film reviews. Use it with pnpm topics evaluate or`,
  );
});
