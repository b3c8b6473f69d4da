import { readFileSync } from 'node:fs';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { anySeriesTask, findRecipe, SeriesForecaster, timeText, trainTask } from '@seqloom/tasks';
import { describe, expect, test } from 'vitest';
import { decodeNames, encodeNames } from '../../src/address/name-list.ts';
import { SEATTLE, withInputs } from '../../src/pages/series/bundled-series.ts';
import { forecastCsv } from '../../src/pages/series/forecast-csv.ts';
import { readSeries } from '../../src/pages/series/read-series.ts';
import { SeriesAnswers } from '../../src/pages/series/series-answers.ts';
import { seriesCode } from '../../src/pages/series/series-code.ts';
import { forecastLines, groupLines, nextLines } from '../../src/pages/series/series-lines.ts';
import {
  NETWORKS,
  networkChoice,
  type SeriesSettings,
  takesUnits,
  taskChoice,
  withInput,
} from '../../src/pages/series/series-settings.ts';
import { measureBaselines, tableFacts } from '../../src/pages/series/series-table.ts';
import { everyText } from '../../src/pages/series/series-words.ts';
import { runCopiedCode } from './copied-code.ts';

registerBackend(wasmBackend());
const backend = await selectBackend({ threads: 1 });

const seattle = readFileSync(SEATTLE.url);
const fileOf = (content: string | Uint8Array<ArrayBuffer>, name = 'rows.csv') => new File([content], name);
const source = {
  name: SEATTLE.name,
  table: await readSeries(fileOf(seattle, SEATTLE.name), ''),
  units: SEATTLE.units,
};
const settings: SeriesSettings = {
  data: 'seattle',
  time: '',
  target: '',
  without: '',
  horizon: 0,
  lookback: 0,
  model: 'gru',
  units: 0,
  epochs: 0,
  seed: 1,
};

describe('what is shown', () => {
  test('the facts of the bundled series', () => {
    const facts = tableFacts(source);
    expect(facts).toMatchObject({ rows: 1461, timeColumns: ['date'], period: 86_400_000 });
    expect(facts.usual).toEqual({ epochs: 20, units: 32 });
    expect(facts.suggested).toMatchObject({ target: 'temp_max', unit: '°C', lookback: 21, delay: 3 });
    expect(facts.usable.names).toEqual(['precipitation', 'temp_max', 'temp_min', 'wind']);
    expect([timeText(facts.first), timeText(facts.last)]).toEqual(['2012-01-01', '2015-12-31']);
    expect([600_000, 3_600_000, 86_400_000, 365.2425 * 86_400_000].map(everyText)).toEqual([
      '10 minutes',
      'hour',
      'day',
      '12 months',
    ]);
  });

  test('a short file gets windows that fit into its parts', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => {
      const date = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return `${date},${Math.sin(i / 3).toFixed(3)}`;
    });
    const table = await readSeries(fileOf(`date,x\n${lines.join('\n')}\n`), '');
    const { suggested } = tableFacts({ name: 'rows', table });
    expect(suggested).toMatchObject({ lookback: 4, delay: 3, step: 1, shortened: true });
    const choice = taskChoice(settings, suggested);
    const found = await measureBaselines({ name: 'rows', table }, choice, 10);
    expect(found.testSamples).toBeGreaterThan(2);
  });

  test('simple rules are measured on the rows that no model has seen', async () => {
    const { suggested } = tableFacts(source);
    const found = await measureBaselines(source, taskChoice(settings, suggested), 50);
    // as `pnpm weather train --model ridge` prints them
    const [persistence, ridge] = [found.baselines[0]!, found.baselines.at(-1)!];
    expect(ridge.testMae).toBeCloseTo(2.949, 3);
    expect(persistence.testMae).toBeCloseTo(3.69, 2);
    expect(found.unseen.times).toHaveLength(50);
    expect(found.next.map(({ time }) => timeText(time))).toEqual(['2016-01-01', '2016-01-02', '2016-01-03']);
    const counted = found.groups.months.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(found.testSamples);
    const mean =
      found.groups.months.reduce((sum, { forecast, count }) => sum + forecast * count, 0) / counted;
    expect(mean).toBeCloseTo(ridge.testMae, 4);
    expect(found.groups.hours).toEqual([]); // rows are days
  });

  test('an input that is taken out is neither learned from nor forgotten', async () => {
    const without = withInput(settings, 'wind', false);
    expect(without).toEqual({ without: 'wind' });
    expect(withInput({ ...settings, ...without }, 'wind', true)).toEqual({ without: '' });
    const { suggested } = tableFacts(source);
    const found = await measureBaselines(
      withInputs(source, decodeNames(without.without)),
      taskChoice(settings, suggested),
      5,
    );
    expect(found.columns).toEqual(['precipitation', 'temp_max', 'temp_min']);
    const names = ['a,b', '100 %', 'c%2Cd', ''];
    expect(decodeNames(encodeNames(names))).toEqual(names);
  });

  test('lines of charts have a value or null for every place', () => {
    const unseen = {
      times: Float64Array.of(1000, 2000),
      truth: Float32Array.of(1, Number.NaN),
      persistence: Float32Array.of(0, 1),
      forecast: Float32Array.of(2, 3),
    };
    const { x, lines } = forecastLines(unseen, undefined);
    expect(x).toEqual([1, 2]);
    expect(lines.map(({ values }) => Array.from(values))).toEqual([
      [1, null],
      [0, 1],
      [2, 3],
      [null, null],
    ]);
    const other = { name: 'GRU', unseen: { ...unseen, times: Float64Array.of(5, 6) } };
    expect(Array.from(forecastLines(unseen, other).lines[3]!.values)).toEqual([null, null]);
    const next = nextLines(
      unseen,
      [{ now: 2000, time: 3000, value: 7, persistence: 1 }],
      { name: 'ridge', isNetwork: false },
      { level: 0.9, low: -1, high: 2 },
    );
    expect(next.lines[1]!.values).toEqual([null, null, 7]);
    expect(next.lines[1]!.band).toEqual({
      label: '90 % interval',
      low: [null, null, 6],
      high: [null, null, 9],
    });
    const groups = [{ group: 1, forecast: 2, persistence: 3, count: 1 }];
    expect(groupLines(groups, { name: 'GRU', groups: [] }).lines[2]!.values).toEqual([null]);
  });
});

test('the networks of the page are recipes, and those with units take them', () => {
  for (const { value } of NETWORKS) {
    const recipe = findRecipe(anySeriesTask, value);
    expect(recipe.type === 'network' && recipe.takes.includes('units')).toBe(takesUnits(value));
  }
});

test('a CSV of forecasts holds no formula', () => {
  const unseen = {
    times: Float64Array.of(0),
    truth: Float32Array.of(-1),
    persistence: Float32Array.of(0),
    forecast: Float32Array.of(-2),
  };
  const next = [{ now: 0, time: 86_400_000, value: -3, persistence: 1 }];
  const csv = forecastCsv({
    target: '=HYPERLINK("x")',
    unit: '',
    model: 'gru',
    unseen,
    next,
    interval: { level: 0.9, low: -1, high: 1 },
  });
  const [head, first, second] = csv.split('\r\n');
  expect(head!.split(/,(?=")/)[1]!.startsWith(`"'=HYPERLINK`)).toBe(true);
  expect(first).toBe('1970-01-01T00:00:00.000Z,-1,-2,-3,-1,0');
  expect(second).toBe('1970-01-02T00:00:00.000Z,,-3,-4,-2,1');
});

describe('copied code', () => {
  const chosen = {
    ...settings,
    model: 'dense',
    units: 4,
    epochs: 2,
    horizon: 2,
    lookback: 7,
    without: 'wind',
  } as const;

  test('prints the numbers of the page in Node', async () => {
    const facts = tableFacts(source);
    const own = withInputs(source, ['wind']);
    const trained = await trainTask(anySeriesTask, {
      backend,
      source: own,
      recipe: findRecipe(anySeriesTask, 'dense'),
      choices: networkChoice(chosen, facts.suggested),
      seed: 1,
    });
    const { testMae, baselineMae, interval } = trained.result;
    const steps = await new SeriesAnswers(own).next(trained.model);
    const printed = await runCopiedCode(seriesCode(chosen, facts), { [SEATTLE.name]: seattle });
    expect(printed[0]).toEqual([`error ${testMae} °C, persistence ${baselineMae} °C`]);
    expect(printed.slice(1)).toEqual(
      steps.map(({ time, value }) => [
        new Date(time).toISOString(),
        value,
        value + interval!.low,
        value + interval!.high,
      ]),
    );
    new SeriesForecaster(trained.model).dispose();
  });

  test('names of files and columns are texts in it', () => {
    const hostile = "a'); process.exit(1); ('\\";
    const facts = { ...tableFacts(source), name: hostile };
    const code = seriesCode(
      { ...settings, target: hostile, time: hostile, without: encodeNames(['b', hostile]) },
      facts,
    );
    expect(code).toContain(
      "readCsvFile('a\\'); process.exit(1); (\\'\\\\', { time: { column: 'a\\'); process.exit(1); (\\'\\\\' }",
    );
    expect(code).toContain("columns: { 'b': 'skip' }"); // the target is an input
  });
});
