import { mae, truthOf, type Windows } from '@seqloom/timeseries';
import { forecastsOf, type SeriesModel } from './forecasts.ts';

/** What a column tells a model. */
export interface ColumnInfluence {
  /** A column of the table; `hour of the day` and `day of the year` are the calendar. */
  readonly column: string;
  /** By how much the mean absolute error grows without it, in the target's unit; below 0 the model does better without. */
  readonly influence: number;
}

/**
 * By how much the error on windows grows when a column is exchanged for its mean, for every column, the largest first. Columns that
 * say the same share what they tell, so that each alone may seem to tell little.
 *
 * @throws the signal's reason when it is aborted
 */
export async function explainWindows(
  model: SeriesModel,
  windows: Windows,
  signal?: AbortSignal,
): Promise<ColumnInfluence[]> {
  const { form } = model;
  const { columns, cycles, task } = form.fields;
  const truth = truthOf(windows);
  const errorOf = async (inputs: Windows) =>
    mae(await forecastsOf(model, inputs, signal), truth) * form.targetStd;
  const whole = await errorOf(windows);
  const groups: [name: string, places: number[]][] = columns.map((name, i) => [name, [i]]);
  let next = columns.length;
  // a cycle is two columns, its sine and cosine
  if (cycles.day) groups.push(['hour of the day', [next++, next++]]);
  if (cycles.year) groups.push(['day of the year', [next++, next++]]);
  // the future of a column that is known in advance belongs to it
  for (const name of task.known ?? []) groups[columns.indexOf(name)]![1].push(next++);
  const influences: ColumnInfluence[] = [];
  for (const [column, places] of groups) {
    influences.push({ column, influence: (await errorOf(atMean(windows, places))) - whole });
  }
  return influences.sort((a, b) => b.influence - a.influence);
}

/** The windows with some columns at 0, which is the mean of a scaled column. */
function atMean(windows: Windows, places: readonly number[]): Windows {
  const { data, shape } = windows.data;
  const width = shape[1]!;
  const copy = data.slice();
  for (let row = 0; row < copy.length; row += width) for (const place of places) copy[row + place] = 0;
  return { ...windows, data: { data: copy, shape } };
}
