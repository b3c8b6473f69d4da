import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors, type SelectedBackend } from '@seqloom/backend';
import { findRecipe, runSweep, sweepSettings, type TextSource, trainTask } from '@seqloom/tasks';
import { openBackend, runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imdb } from '../src/imdb.ts';
import { imdbCommand } from '../src/imdb-command.ts';
import { smallReviews, smallTable } from './small-reviews.ts';

const [bag, glove, learned, average] = ['bag', 'glove', 'learned', 'average'].map((name) =>
  findRecipe(imdb, name),
) as [Recipe, Recipe, Recipe, Recipe];
type Recipe = (typeof imdb.recipes)[number];

describe('sweepSettings', () => {
  const choices = { epochs: [3], trainSamples: [10, 20], vectors: ['a', 'b'], units: [8, 16] };

  it('combines everything with everything; a model is run without what it has not', () => {
    const settings = sweepSettings(imdb, { recipes: [glove, learned, average], choices });
    expect(settings.filter(({ recipe }) => recipe === glove)).toHaveLength(8);
    expect(settings.filter(({ recipe }) => recipe === learned)).toHaveLength(4);
    expect(settings[0]).toEqual({
      recipe: glove,
      choices: { vectors: 'a', epochs: 3, units: 8, trainSamples: 10 },
    });
    expect(settings.filter(({ recipe }) => recipe === average)).toEqual([
      { recipe: average, choices: { epochs: 3, trainSamples: 10 } },
      { recipe: average, choices: { epochs: 3, trainSamples: 20 } },
    ]);
  });

  it("leaves the recipe's number where nothing varies it", () => {
    expect(sweepSettings(imdb, { recipes: [learned], choices: {} })).toEqual([
      { recipe: learned, choices: {} },
    ]);
  });
});

describe('runSweep', () => {
  let reviews: TextSource;
  let backend: SelectedBackend;
  beforeAll(async () => {
    reviews = await smallReviews(40, 10);
    backend = await openBackend({ threads: 1 });
  });
  afterAll(() => backend.dispose());

  const fixed = { words: 200, epochs: 1, validationSplit: 0.2, trainSamples: 32 };
  const table = { dimensions: 2, vector: () => Float32Array.of(1, -1) };

  it('gives each run the numbers that it has alone, and leaves no tensor', async () => {
    const live = liveTensors();
    const settings = [
      { recipe: bag, choices: { ...fixed, units: 4 } },
      { recipe: learned, choices: { ...fixed, maxlen: 12 } },
    ];
    const runs = await runSweep(imdb, { backend, source: reviews, settings, seeds: [5, 6] });
    expect(runs.map(({ result: { model, seed } }) => [model, seed])).toEqual([
      ['bag', 5],
      ['bag', 6],
      ['learned', 5],
      ['learned', 6],
    ]);
    expect(runs[0]!.result.parameters).toBe(200 * 4 + 4 + 4 * 4 + 4 + 4 + 1);
    const alone = await trainTask(imdb, { backend, source: reviews, ...settings[1]!, seed: 6 });
    alone.model.model.dispose();
    expect(runs[3]!.result.history).toEqual(alone.result.history);
    expect(runs[3]!.result.testLoss).toBe(alone.result.testLoss);
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
    const read = async () => {
      reads++;
      return table;
    };
    await runSweep(imdb, {
      backend,
      source: {
        ...reviews,
        train: { ...reviews.train, texts: watched },
        openVectors: async (name) => ({ name, read }),
      },
      settings: [
        { recipe: glove, choices: { ...fixed, vectors: 'tiny', maxlen: 8 } },
        { recipe: learned, choices: { ...fixed, maxlen: 12 } },
      ],
      seeds: [1, 2],
    });
    expect(texts).toBe(2); // for the vocabulary, then for the ids
    expect(reads).toBe(1);
  });

  it('refuses vectors that cannot be used by their name, before it trains any', async () => {
    let runs = 0;
    const none = { ...table, vector: () => undefined };
    const sweep = runSweep(imdb, {
      backend,
      source: {
        ...reviews,
        openVectors: async (name) => ({ name, read: async () => (name === 'tiny' ? table : none) }),
      },
      settings: ['tiny', 'other'].map((vectors) => ({
        recipe: glove,
        choices: { ...fixed, vectors, maxlen: 8 },
      })),
      seeds: [1],
      onRun: () => void runs++,
    });
    await expect(sweep).rejects.toThrow(/^--vectors: other has none of the \d+ words of these texts/);
    expect(runs).toBe(0);
  });

  it('refuses a setting that does not fit before it trains any', async () => {
    let runs = 0;
    const settings = [
      { recipe: bag, choices: fixed },
      { recipe: bag, choices: { ...fixed, trainSamples: 65 } },
    ];
    const onRun = () => void runs++;
    const sweep = runSweep(imdb, { backend, source: reviews, settings, seeds: [1], onRun });
    await expect(sweep).rejects.toThrow('--train-samples: 65 asked for, but 64 are left');
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
    const code = await runCommand(
      imdbCommand,
      ['sweep', '--data', data, '--threads', '1', ...argv],
      terminal,
    );
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
    expect(err).toContain(
      '1/8  glove, bundled, 200 words, 12 maxlen, 4 units, 1 epochs, 0.2 validation split, 16 reviews, seed 1: test accuracy 0.',
    );
    expect(err).toMatch(/^1\/8 .* s, \d+ of 199 words have a vector$/m);
    expect(err).toMatch(/^8\/8 {2}learned, .* s$/m);
    expect(text).toContain('20 test reviews of small.tsv, means over the runs');
    expect(text).toMatch(/^learned +32 +2 +0\.\d{3} +0\.\d{3}/m);
    expect(text).toMatch(/^majority class +– +– +– +0\.500/m);
    expect(text).toMatch(/^with 16 reviews (glove|learned) is ahead/m);
    expect((await readdir(out)).sort()).toEqual(['index.html', 'sweep.csv', 'sweep.svg']);
    const lines = (await readFile(join(out, 'sweep.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe(
      'model,vectors,words,maxlen,units,validation_split,train_samples,seed,epochs,val_accuracy,best_val_accuracy,test_accuracy,baseline_accuracy,seconds',
    );
    expect(lines[1]).toMatch(/^glove,bundled,200,12,4,0.2,16,1,1,0\./);
    expect(lines[8]).toMatch(/^learned,,200,12,4,0.2,32,2,1,0\./);
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
    [['--models', 'bag,bag'], "imdb sweep: --models has 'bag' twice."],
    [['--seeds', '1,,2'], "imdb sweep: --seeds must be values with commas between them, got '1,,2'."],
    [['--train-samples', '10,0'], 'imdb sweep: --train-samples must be a positive integer, got 0.'],
    [['--train-samples', '10,5000'], '--train-samples: 5000 asked for, but 64 are left'],
    [['--models', 'bag', '--vectors', 'bundled'], '--vectors: none of these models has it to choose.'],
    [['--vectors', 'bundled,none.txt', '--train-samples', '9'], '--vectors: there is no file none.txt.'],
    [
      ['--models', 'average,conv1d', '--units', '8', '--train-samples', '9'],
      '--units: none of these models has it to choose.',
    ],
    [['--model', 'bag'], "--model: no such option. Did you mean '--models'? Options: --models, "],
  ])('answers %j with one readable line and exit code 1', async (argv, message) => {
    const { code, out, err } = await run(...argv, '--validation-split', '0.2');
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([1, '']);
  });
});
