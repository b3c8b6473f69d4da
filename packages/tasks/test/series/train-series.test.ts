import { liveTensors, type SelectedBackend } from '@seqloom/backend';
import { load, save } from '@seqloom/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRecipe } from '../../src/find-recipe.ts';
import { openBackend } from '../../src/node/terminal/open-backend.ts';
import { forecastSteps } from '../../src/series/forecasts.ts';
import { SERIES_LOAD_OPTIONS, seriesModelOf } from '../../src/series/model-file.ts';
import { SERIES_RECIPES } from '../../src/series/recipes/catalog.ts';
import type { SeriesResult } from '../../src/series/run.ts';
import { trainTask } from '../../src/train-task.ts';
import { series } from './series-cli.ts';
import { smallSource } from './small-weather.ts';

let backend: SelectedBackend;
beforeAll(async () => {
  backend = await openBackend({ name: 'wasm', threads: 1 });
});
afterAll(() => backend.dispose());

const TASK = { lookback: 24, step: 1, delay: 6 };

const isLinear = (name: string) => name === 'persistence' || name === 'ridge';

async function train(name: string, seed = 1, epochs = 1): Promise<SeriesResult> {
  const source = await smallSource({ rows: 600 });
  const { result, model } = await trainTask(series, {
    backend,
    source,
    recipe: findRecipe(series, name),
    choices: { ...TASK, ...(isLinear(name) ? {} : { epochs, batchSize: 64 }) },
    seed,
  });
  model.model.dispose();
  return result;
}

describe('trainTask on a series', () => {
  it.each(SERIES_RECIPES.map(({ name }) => name))(
    'trains %s, measures it, and keeps no tensor',
    async (name) => {
      const before = liveTensors();
      const result = await train(name);
      expect(liveTensors()).toBe(before);
      for (const value of [result.valMae, result.testMae, result.testRmse]) expect(value).toBeGreaterThan(0);
      expect(result.skill).toBeCloseTo(1 - result.testMae / result.baselineMae, 12);
      expect(result).toMatchObject({ model: name, target: 'temp', trainSamples: 331, testSamples: 91 });
    },
  );

  it('measures persistence and ridge as models as it does as baselines', async () => {
    for (const name of ['persistence', 'ridge']) {
      const { testMae, valMae, testRmse, baselines } = await train(name);
      const same = baselines.find((errors) => errors.name === name)!;
      // 1e-4 of a degree: sums in float32 and in float64
      expect(testMae).toBeCloseTo(same.testMae, 4);
      expect(valMae).toBeCloseTo(same.valMae, 4);
      expect(testRmse).toBeCloseTo(same.testRmse, 4);
    }
  });

  it('begins gru-on-ridge with ridge regression itself', async () => {
    const before = liveTensors();
    const source = await smallSource({ rows: 600 });
    const { result, model } = await trainTask(series, {
      backend,
      source,
      recipe: findRecipe(series, 'gru-on-ridge'),
      choices: { ...TASK, epochs: 1, batchSize: 64, learningRate: 1e-9 },
    });
    const ridge = result.baselines.find(({ name }) => name === 'ridge')!;
    // 1e-4 of a degree: sums in float32 and in float64
    expect(result.valMae).toBeCloseTo(ridge.valMae, 4);
    expect(result.testMae).toBeCloseTo(ridge.testMae, 4);
    const forecast = await forecastSteps(model, source);
    const opened = seriesModelOf(
      load(await save(model.model, { attachments: { form: model.form } }), SERIES_LOAD_OPTIONS),
      'the file',
    );
    expect(await forecastSteps(opened, source)).toEqual(forecast);
    for (const { model: each } of [model, opened]) each.dispose();
    expect(liveTensors()).toBe(before);
  });

  it('gives the same numbers to the same seed, and others to another', async () => {
    const [one, same, other] = [
      await train('gru-dropout', 3),
      await train('gru-dropout', 3),
      await train('gru-dropout', 4),
    ];
    expect([one.testMae, one.history]).toEqual([same.testMae, same.history]);
    expect(other.testMae).not.toBe(one.testMae);
  });

  it('ends with the weights of the epoch that validates best', async () => {
    const { valMae, history, epochs } = await train('dense', 1, 6);
    expect(epochs).toBe(6);
    expect(valMae).toBeCloseTo(Math.min(...history.valMae!), 4);
  });

  it('refuses a test part in which the target keeps its value, before it trains', async () => {
    const source = await smallSource({ rows: 600, temperature: (row) => (row < 480 ? row % 7 : 3) });
    const progress = { onStart: () => expect.unreachable() };
    const run = trainTask(series, {
      backend,
      source,
      recipe: findRecipe(series, 'gru'),
      choices: TASK,
      progress,
    });
    await expect(run).rejects.toThrow(
      'small.csv: column "temp" keeps its value in the test part: "the same as now" makes no error there',
    );
  });

  it('stops when it is told to, with nothing allocated', async () => {
    const before = liveTensors();
    const source = await smallSource({ rows: 600 });
    const controller = new AbortController();
    const run = trainTask(series, {
      backend,
      source,
      recipe: findRecipe(series, 'gru'),
      choices: TASK,
      signal: controller.signal,
      progress: { onStep: () => controller.abort(new Error('enough')) },
    });
    await expect(run).rejects.toThrow('enough');
    expect(liveTensors()).toBe(before);
  });
});
