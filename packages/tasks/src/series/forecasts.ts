import { type Batch, map, type NdArray } from '@seqloom/arrays';
import { persistence, type Windows, windowBatches } from '@seqloom/timeseries';
import { predict, type SingleOutputModel } from '@seqloom/train';
import { type Forecasts, finished } from './finished-forecasts.ts';
import { lastRows } from './last-row.ts';
import { type ForecastStep, stepsAfter } from './new-rows.ts';
import type { SeriesForm } from './series-form.ts';
import type { SeriesSource } from './series-source.ts';
import type { UnseenRows } from './unseen-rows.ts';

/** A model that forecasts, and the form of what it reads and says. */
export interface SeriesModel {
  /** The caller's, to dispose of. */
  readonly model: SingleOutputModel;
  readonly form: SeriesForm;
}

/** Windows a step where nothing is learned. */
const MEASURING_BATCH = 256;

/** Windows as batches to learn from; with a residual form the targets are changes from the last value shown. */
export function learningBatches(
  windows: Windows,
  form: SeriesForm,
  { batchSize, seed }: { readonly batchSize: number; readonly seed: number },
): Iterable<Batch> {
  const batches = windowBatches(windows, { batchSize, shuffle: true, seed });
  return form.fields.residual ? map(batches, (batch) => asChange(batch, form.targetColumn)) : batches;
}

/** Windows in their order, as {@link learningBatches} otherwise. */
export function measuringBatches(windows: Windows, form: SeriesForm): Iterable<Batch> {
  const batches = windowBatches(windows, { batchSize: MEASURING_BATCH });
  return form.fields.residual ? map(batches, (batch) => asChange(batch, form.targetColumn)) : batches;
}

/**
 * What a model forecasts for each window, with its quantiles.
 *
 * @throws the signal's reason when it is aborted
 */
export async function allForecasts(
  { model, form }: SeriesModel,
  windows: Windows,
  signal?: AbortSignal,
): Promise<Forecasts> {
  const batches = windowBatches(windows, { batchSize: MEASURING_BATCH });
  const { data } = await predict(model, batches, { ...(signal && { signal }) });
  return finished(form, data, form.fields.residual ? persistence(windows) : undefined);
}

/**
 * What a model forecasts for each window and row of the horizon, in the scale of the inputs: of quantiles the median.
 *
 * @throws the signal's reason when it is aborted
 */
export async function forecastsOf(
  model: SeriesModel,
  windows: Windows,
  signal?: AbortSignal,
): Promise<Float32Array> {
  return (await allForecasts(model, windows, signal)).values;
}

/**
 * What a model forecasts for unseen rows, in the target's unit.
 *
 * @throws the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * const rows = unseenRows(model.form, source);
 * const forecast = await forecastUnseen(model, rows); // beside rows.times and rows.truth
 * ```
 */
export async function forecastUnseen(
  model: SeriesModel,
  { windows }: UnseenRows,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const forecast = await forecastsOf(model, windows, signal);
  return lastRows(windows, forecast).map((value) => model.form.unscale(value));
}

/** Forecasts the values that follow the last row of a series, the last step that the model can know at the end. */
export function forecastSteps(
  { model, form }: SeriesModel,
  source: SeriesSource,
  signal?: AbortSignal,
): Promise<ForecastStep[]> {
  return stepsAfter(form, source, async (window) => {
    const { data } = await predict(model, window, { ...(signal && { signal }) });
    return data;
  });
}

function asChange({ inputs, targets }: Batch<NdArray>, targetColumn: number): Batch<NdArray> {
  const [batch = 0, length = 0, width = 0] = inputs.shape;
  const last = (length - 1) * width + targetColumn;
  const each = targets.data.length / batch;
  const data = Float32Array.from(
    targets.data,
    (value, i) => value - inputs.data[Math.floor(i / each) * length * width + last]!,
  );
  return { inputs, targets: { data, shape: targets.shape } };
}
