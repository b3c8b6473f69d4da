import { barsSVG, curvesOf, curvesSVG, forecastSVG, lineChartSVG } from '@seqloom/charts';
import { maeByGroup, persistence, truthOf } from '@seqloom/timeseries';
import { curvesTable } from '../report/curves-table.ts';
import type { HtmlTable } from '../report/html-page.ts';
import type { Chart } from '../run.ts';
import { rowsAhead } from './forecast-task.ts';
import type { MeasuredSeries } from './run.ts';
import { DAY } from './series-source.ts';

/** Rows a chart of a forecast shows, by the length of their period. */
const SHOWN = { hourly: 10 * DAY, daily: 120 * DAY };

/** Widths for a page where forecasts have a row of their own and other charts stand in pairs; narrow ones stay legible. */
const [WHOLE, HALF] = [600, 400];

/** Months as they make up seasons, in both hemispheres. */
const SEASONS = ['Dec–Feb', 'Mar–May', 'Jun–Aug', 'Sep–Nov'] as const;

/** A picture with its numbers. */
type Drawn = Required<Pick<Chart, 'svg' | 'table'>>;

/** Every chart of a run: forecast, curves, error by hour and by season. Those without content are left out. */
export function chartsOf(trained: MeasuredSeries): Chart[] {
  const { period } = trained.form.fields;
  return [
    { file: 'forecast.svg', ...forecastChart(trained), place: 'row' },
    ...(trained.result.history.mae ? [{ file: 'curves.svg', ...curvesChart(trained) }] : []),
    ...(period < DAY ? [{ file: 'error-by-hour.svg', ...hourChart(trained) }] : []),
    { file: 'error-by-season.svg', ...seasonChart(trained) },
  ];
}

/** The first days of the test part: what was known, what came, what the model and persistence said. */
function forecastChart({ form, prepared, forecast, result, range: around }: MeasuredSeries): Drawn {
  const { test, times } = prepared;
  const { targets, targetRows } = test;
  const { period, task } = form.fields;
  const first = targetRows[0]!;
  const most = Math.round((period < DAY ? SHOWN.hourly : SHOWN.daily) / period);
  // windows beyond a gap would be joined to those before it
  let shown = 1;
  while (shown < Math.min(most, targetRows.length) && targetRows[shown] === first + shown) shown++;
  const rows = targetRows.slice(0, shown);
  const past = Array.from({ length: task.lookback }, (_, i) => first - task.lookback + i);
  const timed = (at: ArrayLike<number>, values: ArrayLike<number>) => ({
    time: Array.from(at, (row) => times[row]!),
    values: Array.from(values, (value) => form.unscale(value)),
  });
  const last = persistence({ ...test, starts: test.starts.slice(0, shown), targetRows: rows });
  const lines = {
    truth: timed(
      rows,
      Array.from(rows, (row) => targets[row]!),
    ),
    forecast: timed(rows, forecast.subarray(0, shown)),
    baseline: { name: 'persistence', ...timed(rows, last) },
  };
  const inUnit = (values: Float32Array) =>
    Array.from(values.subarray(0, shown), (value) => form.unscale(value));
  const range = around && { name: around.name, low: inUnit(around.low), high: inUnit(around.high) };
  const svg = forecastSVG({
    title: `${result.model}: ${rowsAhead(task)} rows ahead, the first days of the test part`,
    width: WHOLE,
    height: 320,
    label: withUnit(task.target, task.unit),
    history: timed(
      past,
      past.map((row) => targets[row]!),
    ),
    ...lines,
    ...(range && { interval: range }),
  });
  const columns = [
    { head: withUnit('truth', task.unit), values: lines.truth.values },
    { head: 'forecast', values: lines.forecast.values },
    ...(range
      ? [
          { head: `${range.name}, from`, values: range.low },
          { head: 'to', values: range.high },
        ]
      : []),
    { head: 'persistence', values: lines.baseline.values },
  ];
  const table = {
    heads: ['time (UTC)', ...columns.map(({ head }) => head)],
    rows: lines.truth.time.map((time, i) => [
      new Date(time)
        .toISOString()
        .slice(0, period < DAY ? 16 : 10)
        .replace('T', ' '),
      ...columns.map(({ values }) => numberText(values[i]!)),
    ]),
  };
  return { svg, table };
}

/** Two decimals, with a sign of its own. */
function numberText(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function curvesChart({ result }: MeasuredSeries): Drawn {
  const baseline = { name: 'persistence, validation', value: result.baselines[0]!.valMae };
  const curves = curvesOf(result.history).map((curve) => ({
    ...curve,
    name: withUnit('mean absolute error', result.unit),
    baseline,
  }));
  return {
    svg: curvesSVG(curves, { title: `${result.model} on ${result.dataset}` }),
    table: curvesTable(curves),
  };
}

function hourChart(run: MeasuredSeries): Drawn {
  const { model, persistence: simple } = errorsBy(run, (time) => new Date(time).getUTCHours());
  const hours = [...model.keys()].sort((a, b) => a - b);
  const svg = lineChartSVG({
    title: 'Error by the hour that is forecast',
    width: HALF,
    height: 300,
    series: [
      { name: run.result.model, x: hours, y: hours.map((hour) => model.get(hour)!) },
      { name: 'persistence', x: hours, y: hours.map((hour) => simple.get(hour)!), style: 'dashed' },
    ],
    xAxis: { kind: 'count', label: "hour of the file's clock" },
    yAxis: { label: withUnit('test MAE', run.result.unit) },
  });
  return { svg, table: errorsTable('hour', run, hours, { model, persistence: simple }) };
}

function seasonChart(run: MeasuredSeries): Drawn {
  const season = (time: number) => SEASONS[Math.floor(((new Date(time).getUTCMonth() + 1) % 12) / 3)]!;
  const { model, persistence: simple } = errorsBy(run, season);
  const found = SEASONS.filter((name) => model.has(name));
  const svg = barsSVG({
    title: 'Error by season',
    width: HALF,
    label: withUnit('test MAE', run.result.unit),
    bars: found.flatMap((name) => [
      { name: `${name}, ${run.result.model}`, value: model.get(name)! },
      { name: `${name}, persistence`, value: simple.get(name)!, color: 'var(--soft)' },
    ]),
    decimals: 2,
  });
  return { svg, table: errorsTable('season', run, found, { model, persistence: simple }) };
}

function errorsTable<Group extends string | number>(
  head: string,
  { result }: MeasuredSeries,
  groups: readonly Group[],
  { model, persistence: simple }: GroupErrors<Group>,
): HtmlTable {
  return {
    heads: [head, withUnit(result.model, result.unit), 'persistence'],
    rows: groups.map((group) => [
      String(group),
      numberText(model.get(group)!),
      numberText(simple.get(group)!),
    ]),
  };
}

/** Mean absolute errors by group. */
interface GroupErrors<Group> {
  readonly model: Map<Group, number>;
  readonly persistence: Map<Group, number>;
}

/** The errors of a model and of persistence on the test part, for each group of times. */
export function errorsBy<Group>(
  { form, prepared, forecast }: MeasuredSeries,
  groupOf: (time: number) => Group,
): GroupErrors<Group> {
  const { test, times } = prepared;
  const groups = Array.from(test.targetRows, (row) => groupOf(times[row]!));
  const truth = truthOf(test);
  const inUnit = (errors: Map<Group, number>) =>
    new Map([...errors].map(([group, error]) => [group, error * form.targetStd]));
  return {
    model: inUnit(maeByGroup(forecast, truth, groups)),
    persistence: inUnit(maeByGroup(persistence(test), truth, groups)),
  };
}

/** `T (°C)`; a name that ends with its unit stays. */
function withUnit(name: string, unit: string): string {
  return unit === '' || name.endsWith(')') ? name : `${name} (${unit})`;
}
