import { curvesOf, curvesText, tableText } from '@seqloom/charts';
import { eventLine, threadsText } from '@seqloom/tasks/node';
import type { TrainingResult } from '../run.ts';
import { rowsAhead, type Task } from '../task.ts';

/** The last line with `--json`. */
export function resultEvent({ history: _, ...result }: TrainingResult): string {
  return eventLine('result', result);
}

/** The result for a person: the curve, the comparison with simple rules, the numbers. */
export function resultText(result: TrainingResult, folder: string | undefined): string {
  const { history, unit, seed, backend, threads, seconds } = result;
  const lines = [
    `skill against persistence ${percent(result.skill)} on the test part`,
    `trained for ${seconds.toFixed(1)} s, ${result.epochs} epochs  (${backend}, ${threadsText(threads)}, seed ${seed})`,
    ...(folder === undefined ? [] : [`written to ${folder}`]),
  ];
  const curve = history.mae ? `${curvesText(curvesOf(history))}\n\n` : '';
  return `\n${curve}${comparison([result], unit)}\n\n${lines.join('\n')}\n`;
}

/** Results on the same windows and what simple rules reach there, as a table. */
export function comparison(results: readonly TrainingResult[], unit: string): string {
  const error = unit === '' ? '' : `, ${unit}`;
  const { baselines } = results[0]!;
  const persistence = baselines[0]!;
  const trained = results.filter(({ model }) => !baselines.some(({ name }) => name === model));
  const rows = [
    ...trained.map(({ model, valMae, testMae, testRmse, seconds }) => ({
      name: model,
      valMae,
      testMae,
      testRmse,
      seconds: seconds.toFixed(1),
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

/** `2.31 °C`. */
export function measured(value: number, unit: string): string {
  return `${value.toFixed(3)}${unit === '' ? '' : ` ${unit}`}`;
}

/** How far ahead of the last row that is known a task forecasts. */
export function aheadText(task: Task): string {
  const text = `${rowsAhead(task)} rows ahead`;
  return task.anchor === 'last' ? text : `${text} (--delay ${task.delay}, as the book counts)`;
}

/** `12.3 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
