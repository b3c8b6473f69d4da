import { curvesOf, curvesText, tableText } from '@seqloom/charts';
import type { ProgressTexts } from '../progress.ts';
import { type ForecastTask, horizonOf, rowsAhead } from './forecast-task.ts';
import { intervalName } from './interval-table.ts';
import { percent } from './percent.ts';
import type { SeriesPlan, SeriesResult } from './run.ts';

/** How a run reads while it lasts. */
export const SERIES_PROGRESS: ProgressTexts<SeriesPlan> = {
  opening(plan) {
    const { target, lookback, step, calendar } = plan.task;
    const steps = step > 1 ? ` in steps of ${step}` : '';
    return [
      `${plan.model} on ${plan.dataset}: ${plan.trainSamples} windows train, ${plan.validationSamples} validate, ${plan.testSamples} test, in the order of time`,
      `"${target}" ${aheadText(plan.task)} from ${lookback} rows${steps} of ${plan.columns.join(', ')}${calendar ? ' and the calendar' : ''}`,
      ...plan.notices,
    ].join('\n');
  },
  epoch({ epoch, epochs, seconds, ...errors }, { task: { unit } }) {
    const count = `${epoch}`.padStart(`${epochs}`.length);
    const [name, error, valError] =
      errors.pinball === undefined
        ? ['error', errors.mae!, errors.valMae!]
        : ['quantile loss', errors.pinball, errors.valPinball!];
    return `epoch ${count}/${epochs}  ${name} ${measured(error, unit)}  validation ${name} ${measured(valError, unit)}  ${seconds.toFixed(1)} s`;
  },
  length: ({ epochs, steps }) => ({ epochs, stepsPerEpoch: steps }),
  epochs: (epochs) => `at most ${epochs}`,
  measure: (step, { task }) => `error ${step ? measured(step.loss, task.unit) : '–'}`,
};

/** The curve, the comparison with simple rules, and the skill. */
export function seriesResultText(result: SeriesResult): string {
  const { history } = result;
  const curve = history.mae ? `${curvesText(curvesOf(history))}\n\n` : '';
  const { quantiles, task } = result;
  const rows = task.multiStep ? `, mean of ${horizonOf(task)} rows` : '';
  const held = quantiles
    ? `\nthe ${intervalName(quantiles.level)} held ${percent(quantiles.testCoverage)} of the test part, its mean width is ${measured(quantiles.testWidth, result.unit)}`
    : '';
  return `${curve}${comparisonText([result])}\n\nskill against persistence ${percent(result.skill)} on the test part${rows}${held}`;
}

/** Results on the same windows and what simple rules reach there, as a table. */
export function comparisonText(results: readonly SeriesResult[]): string {
  const { baselines, unit } = results[0]!;
  const error = unit === '' ? '' : `, ${unit}`;
  const persistence = baselines[0]!;
  const rows = [
    ...trainedModels(results).map((result) => ({
      ...result,
      name: result.model,
      seconds: result.seconds.toFixed(1),
    })),
    ...baselines.toReversed().map((baseline) => ({ ...baseline, seconds: '–' })),
  ].map(({ name, valMae, testMae, testRmse, seconds }) => [
    name,
    valMae,
    testMae,
    testRmse,
    percent(1 - testMae / persistence.testMae),
    seconds,
  ]);
  const columns = [
    { name: 'model' },
    { name: `validation MAE${error}`, decimals: 3 },
    { name: `test MAE${error}`, decimals: 3 },
    { name: `test RMSE${error}`, decimals: 3 },
    { name: 'skill' },
    { name: 'seconds' },
  ];
  return tableText(columns, rows, { baselineRow: rows.length - 1 });
}

/** Results of models that are not baselines too. */
export function trainedModels(results: readonly SeriesResult[]): SeriesResult[] {
  return results.filter(({ model, baselines }) => baselines.every(({ name }) => name !== model));
}

/** `2.31 °C`. */
export function measured(value: number, unit: string): string {
  return `${value.toFixed(3)}${unit === '' ? '' : ` ${unit}`}`;
}

/** How far ahead of the last row that is known a task forecasts. */
function aheadText(task: ForecastTask): string {
  const text = task.multiStep ? `1 to ${rowsAhead(task)} rows ahead` : `${rowsAhead(task)} rows ahead`;
  return task.anchor === 'last' ? text : `${text} (a delay of ${task.delay}, as the book counts)`;
}
