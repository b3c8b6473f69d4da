import { mae, persistence, rmse, skill, truthOf, type Windows } from '@seqloom/timeseries';
import { forecastsOf, type SeriesModel } from './forecasts.ts';

/** How far a forecast is off on windows, beside the last value shown. */
export interface SeriesEvaluation {
  readonly samples: number;
  /** Mean absolute error, in the target's unit. */
  readonly mae: number;
  /** Root of the mean squared error, in the target's unit. */
  readonly rmse: number;
  /** The mean absolute error of persistence. */
  readonly baselineMae: number;
  /** `1 − mae / baselineMae`; NaN where the target keeps its value, so that persistence makes no error. */
  readonly skill: number;
}

/**
 * Measures a model on windows.
 *
 * @throws the signal's reason when it is aborted
 */
export async function scoreWindows(
  model: SeriesModel,
  windows: Windows,
  signal: AbortSignal | undefined,
): Promise<SeriesEvaluation> {
  const unit = model.form.targetStd;
  const truth = truthOf(windows);
  const forecast = await forecastsOf(model, windows, signal);
  const error = mae(forecast, truth) * unit;
  const baselineMae = mae(persistence(windows), truth) * unit;
  return {
    samples: windows.starts.length,
    mae: error,
    rmse: rmse(forecast, truth) * unit,
    baselineMae,
    skill: baselineMae > 0 ? skill(error, baselineMae) : Number.NaN,
  };
}
