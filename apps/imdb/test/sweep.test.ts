import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors, type SelectedBackend } from '@seqloom/backend';
import { openBackend } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../src/cli/run-cli.ts';
import type { WordVectorSource } from '../src/pretrained-matrix.ts';
import { bag } from '../src/recipes/bag.ts';
import { glove } from '../src/recipes/glove.ts';
import { learned } from '../src/recipes/learned.ts';
import { runSweep } from '../src/run-sweep.ts';
import { sweepSettings } from '../src/sweep-grid.ts';
import { trainRecipe } from '../src/train-recipe.ts';
import { smallReviews, smallTable } from './small-reviews.ts';

describe('sweepSettings', () => {
  const grid = {
    recipes: [glove, learned],
    trainSamples: [10, 20],
    vectors: ['a', 'b'],
    units: [8, 16],
    seeds: [1],
  };

  it('combines everything with everything; only pretrained models vary the vectors', () => {
    const settings = sweepSettings(grid, { epochs: 3 });
    expect(settings.filter(({ recipe }) => recipe === glove)).toHaveLength(8);
    expect(settings.filter(({ recipe }) => recipe === learned)).toHaveLength(4);
    expect(settings[0]).toEqual({
      recipe: glove,
      vectors: 'a',
      settings: { epochs: 3, units: 8, trainSamples: 10 },
    });
    expect(settings.at(-1)).toEqual({
      recipe: learned,
      settings: { epochs: 3, units: 16, trainSamples: 20 },
    });
  });

  it("leaves the recipe's number where nothing varies it", () => {
    expect(sweepSettings({ ...grid, recipes: [learned], trainSamples: [], units: [] })).toEqual([
      { recipe: learned, settings: {} },
    ]);
  });
});

describe('runSweep', () => {
  const reviews = smallReviews(40, 10);
  let backend: SelectedBackend;
  beforeAll(async () => {
    backend = await openBackend({ threads: 1 });
  });
  afterAll(() => backend.dispose());

  const fixed = { words: 200, epochs: 1, validationSplit: 0.2, trainSamples: 32 };
  const table = { dimensions: 2, vector: () => Float32Array.of(1, -1) };

  it('gives each run the numbers that it has alone, and leaves no tensor', async () => {
    const live = liveTensors();
    const settings = [
      { recipe: bag, settings: { ...fixed, units: 4 } },
      { recipe: learned, settings: { ...fixed, maxlen: 12 } },
    ];
    const results = await runSweep({ backend, reviews, settings, seeds: [5, 6] });
    expect(results.map(({ model, seed }) => [model, seed])).toEqual([
      ['bag', 5],
      ['bag', 6],
      ['learned', 5],
      ['learned', 6],
    ]);
    expect(results[0]!.parameters).toBe(200 * 4 + 4 + 4 * 4 + 4 + 4 + 1);
    const alone = await trainRecipe(learned, {
      backend,
      reviews,
      settings: { ...fixed, maxlen: 12 },
      seed: 6,
    });
    alone.model.dispose();
    expect(results[3]!.history).toEqual(alone.result.history);
    expect(results[3]!.testLoss).toBe(alone.result.testLoss);
    expect(liveTensors()).toBe(live);
  });

  it('reads the reviews and the vectors once for all runs', async () => {
    let texts = 0;
    let reads = 0;
    const counted = reviews.train.texts.map((text) => text);
    const watched = new Proxy(counted, {
      get(target, key, receiver) {
        if (key === Symbol.iterator) texts++;
        return Reflect.get(target, key, receiver);
      },
    });
    const source = {
      name: 'tiny',
      read: async () => {
        reads++;
        return table;
      },
    };
    await runSweep({
      backend,
      reviews: { ...reviews, train: { ...reviews.train, texts: watched } },
      settings: [
        { recipe: glove, vectors: 'tiny', settings: { ...fixed, maxlen: 8 } },
        { recipe: learned, settings: { ...fixed, maxlen: 12 } },
      ],
      seeds: [1, 2],
      vectors: new Map([['tiny', source]]),
    });
    expect(texts).toBe(2); // for the vocabulary, then for the ids
    expect(reads).toBe(1);
  });

  it('refuses vectors that cannot be used by their name, before it trains any', async () => {
    let runs = 0;
    const other: WordVectorSource = {
      name: 'other',
      read: async () => ({ ...table, vector: () => undefined }),
    };
    const sweep = runSweep({
      backend,
      reviews,
      settings: [
        { recipe: glove, vectors: 'tiny', settings: { ...fixed, maxlen: 8 } },
        { recipe: glove, vectors: 'other', settings: { ...fixed, maxlen: 8 } },
      ],
      seeds: [1],
      vectors: new Map<string, WordVectorSource>([
        ['tiny', { name: 'tiny', read: async () => table }],
        ['other', other],
      ]),
      onRun: () => void runs++,
    });
    await expect(sweep).rejects.toThrow(/^--vectors: other has none of the \d+ words of these reviews/);
    expect(runs).toBe(0);
  });

  it('refuses a setting that does not fit before it trains any', async () => {
    let runs = 0;
    const settings = [
      { recipe: bag, settings: fixed },
      { recipe: bag, settings: { ...fixed, trainSamples: 65 } },
    ];
    const onRun = () => void runs++;
    await expect(runSweep({ backend, reviews, settings, seeds: [1], onRun })).rejects.toThrow(
      '--train-samples: 65 asked for, but 64 are left',
    );
    expect(runs).toBe(0);
  });
});

describe('imdb sweep', () => {
  let folder: string;
  let data: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seqloom-sweep-'));
    data = join(folder, 'small.tsv');
    await writeFile(data, smallTable(40, 10));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (...argv: string[]) => {
    const terminal = fakeTerminal();
    const code = await runCli(['sweep', '--data', data, '--threads', '1', ...argv], terminal);
    return { code, ...terminal.written };
  };
  const quick = ['--words', '200', '--epochs', '1', '--maxlen', '12', '--validation-split', '0.2'];

  it('writes a line a run, a table, a CSV, a chart and a report', async () => {
    const out = join(folder, 'sweep');
    const {
      code,
      out: text,
      err,
    } = await run(...quick, '--train-samples', '16,32', '--seeds', '1,2', '--units', '4', '--out', out);
    expect(code).toBe(0);
    expect(err.trimEnd().split('\n')).toHaveLength(8);
    expect(err).toContain('1/8  glove (bundled), 16 reviews, 4 units, seed 1: test accuracy 0.');
    expect(err).toMatch(/^1\/8 .* s, \d+ of 199 words have a vector$/m);
    expect(err).toMatch(/^8\/8 {2}learned, .* s$/m);
    expect(text).toContain('20 test reviews of small.tsv, means over the runs');
    expect(text).toMatch(/^learned +32 +2 +0\.\d{3} +0\.\d{3}/m);
    expect(text).toMatch(/^majority +– +– +– +0\.500/m);
    expect(text).toMatch(/^with 16 reviews (glove|learned) is ahead/m);
    expect((await readdir(out)).sort()).toEqual(['index.html', 'sweep.csv', 'sweep.svg']);
    const lines = (await readFile(join(out, 'sweep.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe(
      'model,vectors,units,train_samples,seed,epochs,val_accuracy,best_val_accuracy,test_accuracy,baseline_accuracy,seconds',
    );
    expect(lines[1]).toMatch(/^glove,bundled,4,16,1,1,0\./);
    expect(lines[8]).toMatch(/^learned,,4,32,2,1,0\./);
    expect(await readFile(join(out, 'sweep.svg'), 'utf8')).toContain('training reviews</text>');
    const page = await readFile(join(out, 'index.html'), 'utf8');
    expect(page).toContain('Sweep over 4 settings on small.tsv');
    expect(page).not.toMatch(/<script|@import|url\(/);
  });

  it('writes JSON lines with --json; the last one holds the means', async () => {
    const { out, err } = await run(
      ...quick,
      '--models',
      'learned',
      '--train-samples',
      '16',
      '--seeds',
      '1,2',
      '--json',
    );
    expect(err).toBe('');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event }) => event)).toEqual(['run', 'run', 'result']);
    expect(lines[0]).toMatchObject({ done: 1, total: 2, model: 'learned', seed: 1, trainSamples: 16 });
    const mean = (lines[0].testAccuracy + lines[1].testAccuracy) / 2;
    expect(lines[2].groups).toEqual([
      expect.objectContaining({ series: 'learned', trainSamples: 16, runs: 2, testAccuracy: mean }),
    ]);
  });

  it.each([
    [['--models', 'glove,elmo'], "--models: there is no model 'elmo'. Models: bag, "],
    [['--models', 'bag,bag'], "--models: 'bag' comes twice."],
    [['--seeds', '1,,2'], "--seeds: expected values with commas between them, got '1,,2'."],
    [['--train-samples', '10,0'], "--train-samples: expected whole numbers from 1 on, got '0'."],
    [['--train-samples', '10,5000'], '--train-samples: 5000 asked for, but 64 are left'],
    [['--models', 'bag', '--vectors', 'bundled'], '--vectors: these models learn their own.'],
    [['--vectors', 'bundled,none.txt'], '--vectors: there is no file none.txt.'],
    [
      ['--models', 'bag,conv1d', '--units', '8', '--train-samples', '9'],
      "--units: the model 'conv1d' has no layer to widen.",
    ],
    [['--model', 'bag'], "--model: no such option. Did you mean '--models'? Options: --models, "],
  ])('answers %j with one readable line and exit code 1', async (argv, message) => {
    const { code, out, err } = await run(...argv, '--validation-split', '0.2');
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([1, '']);
  });
});
