import {
  DatasetError,
  knownRows,
  lastRow,
  mae,
  movingAverage,
  persistence,
  rmse,
  seasonalNaive,
  type Table,
  truthOf,
  type Windows,
} from '@seqloom/timeseries';
import { rowsAhead } from './forecast-task.ts';
import type { PreparedSeries } from './prepare-series.ts';
import type { LinearWeights } from './recipe.ts';
import { ridgeWeights } from './ridge-weights.ts';
import { DAY } from './series-source.ts';

/** How far a forecast is off, in the target's unit. */
export interface Errors {
  readonly name: string;
  /** What it does, in a few words. */
  readonly about: string;
  readonly valMae: number;
  readonly testMae: number;
  readonly testRmse: number;
}

/** A forecast for each window, in the scale of the inputs. */
type Forecast = (windows: Windows) => Float32Array;

/** The errors of a forecast on validation and test windows. */
function errorsOf(
  name: string,
  about: string,
  forecast: Forecast,
  { form, validation, test }: PreparedSeries,
): Errors {
  const [forValidation, forTest] = [forecast(validation), forecast(test)];
  const truth = truthOf(test);
  return {
    name,
    about,
    valMae: mae(forValidation, truthOf(validation)) * form.targetStd,
    testMae: mae(forTest, truth) * form.targetStd,
    testRmse: rmse(forTest, truth) * form.targetStd,
  };
}

/**
 * What simple rules reach: the last value shown; the newest one, where windows with steps do not show it; the same as a
 * day before the forecast hour, where that is another row; the mean of the last day (of seven rows for daily values);
 * ridge regression. Rules that do not fit the window are left out.
 */
export async function measureBaselines(prepared: PreparedSeries, signal?: AbortSignal): Promise<Errors[]> {
  const { form, train, validation } = prepared;
  const { period, task } = form.fields;
  const day = Math.round(DAY / period);
  const average = day > 1 ? { name: 'mean of a day', rows: day } : { name: 'mean of 7 rows', rows: 7 };
  // the latest known row of that hour must lie in the window, and a whole day ahead it is the last row itself
  const ahead = rowsAhead(task);
  const back = Math.ceil(ahead / day) * day - ahead;
  const seasonal = task.multiStep
    ? day > 1 && day <= task.lookback
    : day > 1 && back > 0 && back < task.lookback;
  const hidden = lastRow(validation, 0) < newestRow(validation, 0);
  const ridge = await ridgeWeights(train, validation, signal);
  return [
    errorsOf('persistence', hidden ? 'the last value shown' : 'the same as now', persistence, prepared),
    ...(hidden ? [errorsOf('newest row', 'the same as now, which no window shows', newest, prepared)] : []),
    ...(seasonal
      ? [
          errorsOf(
            'same hour',
            'as at that hour the last time',
            (windows) => seasonalNaive(windows, day),
            prepared,
          ),
        ]
      : []),
    ...(average.rows <= task.lookback
      ? [
          errorsOf(
            average.name,
            'the level of the last rows',
            (windows) => movingAverage(windows, average.rows),
            prepared,
          ),
        ]
      : []),
    errorsOf(
      'ridge',
      'linear regression, weights kept small',
      (windows) => linearForecast(windows, ridge),
      prepared,
    ),
  ];
}

/**
 * Refuses windows on which persistence makes no error: there is nothing to forecast, and no skill to measure.
 *
 * @throws DatasetError with the file, the column and the part
 */
export function requireError(mae: number, { name }: Table, target: string, part: string): void {
  if (mae > 0) return;
  throw new DatasetError(
    name,
    `column "${target}" keeps its value in the ${part} part: "the same as now" makes no error there, so nothing can be better. Choose another --target or give more rows.`,
  );
}

/** The value of the newest row that is known, whether the window shows it or not. */
function newest(windows: Windows): Float32Array {
  const { horizon = 1, targets, starts } = windows;
  return Float32Array.from(
    { length: starts.length * horizon },
    (_, at) => targets[newestRow(windows, Math.floor(at / horizon))]!,
  );
}

function newestRow(windows: Windows, index: number): number {
  return knownRows(windows, index).end - 1;
}

/** `bias + Σ weights · window` for each window and row of the horizon. */
export function linearForecast(
  { data, length, step, starts }: Windows,
  { weights, biases }: LinearWeights,
): Float32Array {
  const width = data.shape[1]!;
  const out = new Float32Array(starts.length * biases.length);
  let forecast = 0;
  for (const start of starts) {
    let at = 0;
    for (const bias of biases) {
      let value = bias;
      for (let t = 0; t < length; t++) {
        const row = (start + t * step) * width;
        for (let column = 0; column < width; column++) value += weights[at++]! * data.data[row + column]!;
      }
      out[forecast++] = value;
    }
  }
  return out;
}
