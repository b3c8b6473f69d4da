import { tableText } from '@seqloom/charts';
import type { TableRow } from '../../report/delimited.ts';
import { timeText } from '../time-texts.ts';
import type { BacktestResult } from './backtest-types.ts';

/** Steps that the table in a terminal shows; a file has all of them. */
const SHOWN_STEPS = 12;

/** Errors by origin, by step and over all, for a person. */
export function backtestText(result: BacktestResult): string {
  const { dataset, target, unit, task, refit, origins, leftOut, models, seconds } = result;
  const error = unit === '' ? 'MAE' : `MAE, ${unit}`;
  const steps = shownSteps(task.delay);
  const numbers = models.map(({ name }) => ({ name, decimals: 3 }));
  const row = (label: string, value: (model: (typeof models)[number]) => number) => [
    label,
    ...models.map(value),
  ];
  return [
    `\n${origins.length} origins on ${dataset}, "${target}", ${task.delay} rows ahead; models learn ${refit ? 'from the rows before each origin' : 'once, from the rows before the first origin'}`,
    ...(leftOut > 0 ? [`${leftOut} more are left out: gaps or missing values are near them`] : []),
    '',
    tableText(
      [{ name: `origin (${error})` }, ...numbers],
      [
        ...origins.map(({ time }, i) => row(timeText(time), (model) => model.origins[i]!)),
        row('all', ({ mae }) => mae),
      ],
      { baselineRow: origins.length },
    ),
    '',
    tableText(
      [{ name: `step (${error})` }, ...numbers],
      steps.map((step) => row(String(step), (model) => model.steps[step - 1]!)),
    ),
    '',
    `${seconds.toFixed(1)} s`,
    '',
  ].join('\n');
}

/** A row for each model and origin, then for each model and step, for a file. */
export function backtestRows({ origins, models }: BacktestResult): TableRow[] {
  const time = (i: number) => new Date(origins[i]!.time).toISOString();
  return models.flatMap(({ name, origins: byOrigin, steps }) => [
    ...byOrigin.map((mae, i) => ({ model: name, origin: time(i), step: '', mae })),
    ...steps.map((mae, i) => ({ model: name, origin: '', step: i + 1, mae })),
  ]);
}

/** All steps of a short horizon; of a long one evenly spaced ones, the first and the last included. */
function shownSteps(horizon: number): number[] {
  if (horizon <= SHOWN_STEPS) return Array.from({ length: horizon }, (_, i) => i + 1);
  const every = Math.ceil(horizon / SHOWN_STEPS);
  const steps = Array.from({ length: Math.floor(horizon / every) }, (_, i) => (i + 1) * every);
  return [...new Set([1, ...steps, horizon])];
}
