import type { Batch, Batches, NdArray } from '@seqloom/arrays';
import { batchesInOrder, type WindowBatchOptions } from '../window-batch-order.ts';
import type { PanelWindows } from './panel-windows.ts';
import { windowScale } from './window-scale.ts';

/**
 * Cuts windows of a panel into batches for one network, season by season, each window in its own scale: with the level and the spread
 * of its values (`WindowScale`) a step is `(x − level) / spread`, and a target is how far the value lies from that of the same place in
 * the last season, `(y − season) / spread`. A network that answers 0 forecasts the last season again. Values of other windows and
 * which series it is have no part in it. Can be iterated again: each iteration is the next epoch.
 *
 * Shapes: `inputs [B, lookback / season, season] float32`, `targets [B, horizon] float32`; the windows of {@link latestPanelWindows}
 * have no targets, there they are 0.
 *
 * Source: Smyl, A hybrid method of exponential smoothing and recurrent neural networks (2020), for windows in a scale of their own.
 *
 * @throws RangeError when an option is out of range.
 * @example
 * await fit(network, panelBatches(windows, { batchSize: 512, shuffle: true, seed: 1 }), { loss: 'mae', epochs: 6 });
 */
export function panelBatches(windows: PanelWindows, options: WindowBatchOptions = {}): Batches<NdArray> {
  return batchesInOrder('panelBatches', windows.starts.length, options, (indices) =>
    gatherPanel(windows, indices),
  );
}

function gatherPanel(windows: PanelWindows, indices: Uint32Array): Batch<NdArray> {
  const { panel, lookback, horizon, season, seriesOf, starts } = windows;
  const inputs = new Float32Array(indices.length * lookback);
  const targets = new Float32Array(indices.length * horizon);
  for (const [row, index] of indices.entries()) {
    const values = panel.series[seriesOf[index]!]!;
    const start = starts[index]!;
    const end = start + lookback;
    const { level, spread } = windowScale(values, start, windows);
    for (let t = 0; t < lookback; t++) inputs[row * lookback + t] = (values[start + t]! - level) / spread;
    if (end + horizon > values.length) continue;
    for (let t = 0; t < horizon; t++) {
      targets[row * horizon + t] = (values[end + t]! - values[end - season + (t % season)]!) / spread;
    }
  }
  return {
    inputs: { data: inputs, shape: [indices.length, lookback / season, season] },
    targets: { data: targets, shape: [indices.length, horizon] },
  };
}

/**
 * What a network says of windows, in the unit of each series: `last season + answer · spread`.
 *
 * @param answers `[windows, horizon]`, such as `predict` returns for {@link panelBatches} in order.
 * @returns The `horizon` values of each window.
 * @throws RangeError when there are more or fewer answers.
 */
export function panelForecasts(windows: PanelWindows, { data }: NdArray): Float64Array[] {
  const { panel, lookback, horizon, season, seriesOf, starts } = windows;
  if (data.length !== starts.length * horizon) {
    throw new RangeError(
      `panelForecasts: got ${data.length} answers, expected ${starts.length} windows of ${horizon}. Give what predict returned for the same windows.`,
    );
  }
  return Array.from(starts, (start, i) => {
    const values = panel.series[seriesOf[i]!]!;
    const end = start + lookback;
    const { spread } = windowScale(values, start, windows);
    return Float64Array.from(
      { length: horizon },
      (_, t) => values[end - season + (t % season)]! + data[i * horizon + t]! * spread,
    );
  });
}

/** The values that follow each window, in the unit of each series. */
export function panelTruth({ panel, lookback, horizon, seriesOf, starts }: PanelWindows): Float64Array[] {
  return Array.from(starts, (start, i) =>
    panel.series[seriesOf[i]!]!.subarray(start + lookback, start + lookback + horizon),
  );
}

/** The last season of each window again and again: the forecast to beat; with a season of 1, the same as now. */
export function panelSeasonalNaive(windows: PanelWindows): Float64Array[] {
  const data = new Float32Array(windows.starts.length * windows.horizon);
  return panelForecasts(windows, { data, shape: [windows.starts.length, windows.horizon] });
}
