import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors, type SelectedBackend } from '@seqloom/backend';
import {
  findRecipe,
  type ProgressSink,
  scoreTexts,
  settingsFor,
  type TextPlan,
  type TextSource,
  textTask,
  trainTask,
} from '@seqloom/tasks';
import { openBackend, readModelFile } from '@seqloom/tasks/node';
import { load, save } from '@seqloom/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imdb } from '../src/imdb.ts';
import { smallReviews } from './small-reviews.ts';

const [bag, lstm] = ['bag', 'lstm'].map((name) => findRecipe(imdb, name)) as [Recipe, Recipe];
type Recipe = (typeof imdb.recipes)[number];
let reviews: TextSource;
/** Enough for every model to run, small enough for all of them to take seconds. */
const SMALL = { words: 300, epochs: 2, batchSize: 16, validationSplit: 0.2, trainSamples: 64 };
const TEXTS = ['A wonderful film.', 'Dull, and far too long.', ''];

let backend: SelectedBackend;
beforeAll(async () => {
  reviews = { ...(await smallReviews(40, 10)), openVectors: async () => vectors };
  backend = await openBackend({ threads: 1 });
});
afterAll(() => backend.dispose());

/** The members of an ensemble have their own numbers but for these. */
const SHARED = { validationSplit: SMALL.validationSplit, trainSamples: SMALL.trainSamples };

function smallSettings(name: string): Record<string, number> {
  const { members, takes } = findRecipe(imdb, name);
  if (members) return SHARED;
  return takes.includes('maxlen') ? { ...SMALL, maxlen: 48 } : SMALL;
}

interface Options {
  readonly settings: Record<string, number>;
  readonly seed?: number;
  readonly source?: TextSource;
  readonly progress?: ProgressSink<TextPlan>;
  readonly signal?: AbortSignal;
}

const train = (recipe: Recipe, { settings, source = reviews, ...options }: Options) =>
  trainTask(imdb, { backend, source, recipe, choices: settings, ...options });
/** Vectors that know one word. */
const vectors = {
  name: 'tiny',
  read: async () => ({
    dimensions: 4,
    vector: (word: string) => (word === 'the' ? Float32Array.of(1, 2, 3, 4) : undefined),
  }),
};

describe.each(imdb.recipes.map(({ name }) => name))('%s', (name) => {
  it('trains, and answers the same after its file was saved and loaded', async () => {
    const live = liveTensors();
    const settings = smallSettings(name);
    const trained = await train(findRecipe(imdb, name), { settings });
    const { result, model } = trained;
    expect(result).toMatchObject({
      model: name,
      dataset: 'small.tsv',
      trainSamples: 64,
      validationSamples: 16,
    });
    expect(result.testSamples).toBe(20);
    if (result.members) {
      expect(result.history).toEqual({});
      for (const { weight } of result.members) expect(weight).toBeGreaterThanOrEqual(0);
    } else {
      expect(Object.keys(result.history).sort()).toEqual(['accuracy', 'loss', 'valAccuracy', 'valLoss']);
      expect(result.history.loss).toHaveLength(2);
      expect(result.history.loss!.every(Number.isFinite)).toBe(true);
    }

    const scores = await scoreTexts(model, TEXTS);
    expect(scores).toHaveLength(3);
    expect(scores.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
    const bytes = await save(model.model, { attachments: imdb.attachments(model) });
    const copy = imdb.open(load(bytes, imdb.loadOptions), 'file');
    expect(await scoreTexts(copy, TEXTS)).toEqual(scores);

    model.model.dispose();
    copy.model.dispose();
    expect(liveTensors()).toBe(live);
  });
});

describe('trainTask on reviews', () => {
  it('begins with pretrained vectors and leaves them as they are', async () => {
    const settings = smallSettings('glove');
    const { result, model } = await train(findRecipe(imdb, 'glove'), { settings });
    const table = (await model.model.getWeights()).find(({ name }) => name === 'embedding/embeddings')!;
    model.model.dispose();
    expect(table.shape).toEqual([300, 4]);
    expect([...table.data.subarray(4, 8)]).toEqual([1, 2, 3, 4]); // id 1: the most frequent word
    expect(table.data.filter((value) => value !== 0)).toHaveLength(4);
    expect(result.vectors).toBe('bundled');
    expect(result.vectorCoverage).toEqual({ words: 299, found: 1, share: 1 / 299 });
  });

  it('gives the same history for the same seed, to the last bit, and another one for another', async () => {
    const run = async (seed: number) => {
      const { result, model } = await train(lstm, {
        settings: smallSettings('lstm'),
        seed,
      });
      model.model.dispose();
      return result.history;
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it('learns what tells good reviews from bad ones', async () => {
    const larger = await smallReviews(200, 80);
    const { result, model } = await train(bag, {
      source: larger,
      settings: { words: 3000, epochs: 8, batchSize: 16, learningRate: 0.001 },
    });
    model.model.dispose();
    expect(result.baselineAccuracy).toBe(0.5);
    expect(result.testAccuracy).toBeGreaterThan(0.65);
    expect(result.valAccuracy).toBe(result.history.valAccuracy!.at(-1));
    expect(result.bestValAccuracy).toBe(Math.max(...result.history.valAccuracy!));
  });

  it('tells how far it is: the plan, every step, every epoch', async () => {
    const told: string[] = [];
    const { model } = await train(bag, {
      settings: { ...SMALL, batchSize: 32 },
      progress: {
        onStart: ({ stepsPerEpoch }) => told.push(`start ${stepsPerEpoch}`),
        onStep: ({ epoch, step }) => told.push(`step ${epoch}.${step}`),
        onEpoch: ({ epoch, epochs }) => told.push(`epoch ${epoch} of ${epochs}`),
      },
    });
    model.model.dispose();
    expect(told).toEqual([
      'start 2',
      'step 1.1',
      'step 1.2',
      'epoch 1 of 2',
      'step 2.1',
      'step 2.2',
      'epoch 2 of 2',
    ]);
  });

  it('stops when its signal fires, and keeps nothing', async () => {
    const live = liveTensors();
    const controller = new AbortController();
    const run = train(bag, {
      settings: SMALL,
      signal: controller.signal,
      progress: { onStep: () => controller.abort(new Error('enough')) },
    });
    await expect(run).rejects.toThrow('enough');
    expect(liveTensors()).toBe(live);
  });
});

describe('settingsFor', () => {
  it('prefers what the user chose, then what suits few and short texts, then the book', () => {
    expect(settingsFor(lstm, false)).toEqual(lstm.defaults);
    expect(settingsFor(lstm, true)).toEqual({ ...lstm.defaults, ...lstm.few });
    expect(settingsFor(lstm, true, { epochs: 1 }).epochs).toBe(1);
  });

  it('refuses a length for a model that reads whole reviews', () => {
    expect(() => settingsFor(bag, false, { maxlen: 100 })).toThrow(
      "--maxlen: the model 'bag' reads whole texts.",
    );
  });
});

describe('imdb.open', () => {
  it('refuses a model without tokenizer and form, and releases it', async () => {
    const { model } = await train(bag, { settings: { ...SMALL, epochs: 1 } });
    const bytes = await save(model.model);
    model.model.dispose();
    const live = liveTensors();
    expect(() => imdb.open(load(bytes, imdb.loadOptions), 'x.safetensors')).toThrow(
      'x.safetensors holds no model of texts',
    );
    expect(liveTensors()).toBe(live);
  });

  it('opens files from before tasks named themselves, and another task on texts refuses them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seqloom-before-'));
    const { model } = await train(bag, { settings: { ...SMALL, epochs: 1 } });
    try {
      const file = join(folder, 'model.safetensors');
      const { classes: _, ...form } = model.form.toJSON();
      const attachments = { tokenizer: model.tokenizer, form: { ...form, className: 'ReviewForm' } };
      await writeFile(file, await save(model.model, { attachments }));
      const opened = await readModelFile(file, imdb);
      expect(await scoreTexts(opened, TEXTS)).toEqual(await scoreTexts(model, TEXTS));
      opened.model.dispose();
      const about = { question: '', subject: '', samples: '', named: [] };
      const topics = textTask({ name: 'topics', holds: 'a model of topics', ...about });
      await expect(readModelFile(file, topics)).rejects.toThrow(
        `${file}: a model of film reviews that pnpm imdb wrote; expected a model of topics. Use it with pnpm imdb evaluate or`,
      );
    } finally {
      model.model.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
