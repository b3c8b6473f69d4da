import {
  mae,
  movingAverage,
  persistence,
  rmse,
  seasonalNaive,
  truthOf,
  type Windows,
} from '@seqloom/datasets';
import type { PreparedSeries } from './prepare-series.ts';
import type { LinearWeights } from './recipe.ts';
import { ridgeWeights } from './ridge-weights.ts';
import { DAY } from './weather-source.ts';

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
 * What simple rules reach: the same as now, the same as a day before the forecast hour, the mean of the last day (of
 * seven rows for daily values), ridge regression. Rules that do not fit the window are left out.
 */
export function measureBaselines(prepared: PreparedSeries): Errors[] {
  const { form, train, validation } = prepared;
  const { period, task } = form.fields;
  const day = Math.round(DAY / period);
  const average = day > 1 ? { name: 'mean of a day', rows: day } : { name: 'mean of 7 rows', rows: 7 };
  // the latest row of that hour that lies before now must lie in the window
  const seasonal = day > 1 && (Math.floor(task.delay / day) + 1) * day - task.delay <= task.lookback;
  const ridge = ridgeWeights(train, validation);
  return [
    errorsOf('persistence', 'the same as now', persistence, prepared),
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

/** `bias + Σ weights · window` for each window. */
export function linearForecast(
  { data, length, step, starts }: Windows,
  { weights, bias }: LinearWeights,
): Float32Array {
  const width = data.shape[1]!;
  return Float32Array.from(starts, (start) => {
    let value = bias;
    for (let t = 0, at = 0; t < length; t++) {
      const row = (start + t * step) * width;
      for (let column = 0; column < width; column++) value += weights[at++]! * data.data[row + column]!;
    }
    return value;
  });
}
