import {
  maseScale,
  type Panel,
  type PanelWindows,
  panelBatches,
  panelForecasts,
  smape,
} from '@seqloom/timeseries';
import { predict } from '@seqloom/train';
import type { PanelErrors, PanelModel } from './panel-types.ts';

/** Windows a step where nothing is learned. */
export const MEASURING_BATCH = 512;

/**
 * What a model forecasts after each window, in the unit of each series.
 *
 * @throws the signal's reason when it is aborted
 */
export async function forecastPanel(
  { model }: Pick<PanelModel, 'model'>,
  windows: PanelWindows,
  signal?: AbortSignal,
): Promise<Float64Array[]> {
  const batches = panelBatches(windows, { batchSize: MEASURING_BATCH });
  return panelForecasts(windows, await predict(model, batches, { ...(signal && { signal }) }));
}

/**
 * The errors of forecasts, means over the series. Series whose history repeats exactly have no scaled error and are left out of its
 * mean.
 *
 * @param history the values before the forecasts, which scale their errors
 */
export function panelErrors(
  forecasts: readonly ArrayLike<number>[],
  truth: Panel,
  history: Panel,
  season: number,
): PanelErrors {
  const steps = new Float64Array(forecasts[0]!.length);
  let [percents, scaled] = [0, 0];
  for (const [i, forecast] of forecasts.entries()) {
    const values = truth.series[i]!;
    percents += smape(forecast, values);
    const scale = maseScale(history.series[i]!, season);
    if (!(scale > 0)) continue;
    scaled++;
    for (let t = 0; t < steps.length; t++) steps[t]! += Math.abs(forecast[t]! - values[t]!) / scale;
  }
  const means = Array.from(steps, (sum) => sum / scaled);
  return {
    mase: means.reduce((sum, error) => sum + error, 0) / means.length,
    smape: percents / forecasts.length,
    steps: means,
  };
}

/** The last value of each series, for every step. */
export function naiveForecasts({ panel, lookback, horizon, seriesOf, starts }: PanelWindows): Float64Array[] {
  return Array.from(starts, (start, i) =>
    new Float64Array(horizon).fill(panel.series[seriesOf[i]!]![start + lookback - 1]!),
  );
}
