import { type Batch, map, type NdArray } from '@seqloom/arrays';
import { persistence, type Windows, windowBatches } from '@seqloom/timeseries';
import { predict, type SingleOutputModel } from '@seqloom/train';
import type { SeriesForm } from './series-form.ts';

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
 * What a model forecasts for each window, in the scale of the inputs.
 *
 * @throws the signal's reason when it is aborted
 */
export async function forecastsOf(
  { model, form }: SeriesModel,
  windows: Windows,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const batches = windowBatches(windows, { batchSize: MEASURING_BATCH });
  const { data } = await predict(model, batches, { ...(signal && { signal }) });
  if (!form.fields.residual) return data;
  const last = persistence(windows);
  return data.map((change, i) => last[i]! + change);
}

function asChange({ inputs, targets }: Batch<NdArray>, targetColumn: number): Batch<NdArray> {
  const [, length = 0, width = 0] = inputs.shape;
  const last = (length - 1) * width + targetColumn;
  const data = Float32Array.from(targets.data, (value, i) => value - inputs.data[i * length * width + last]!);
  return { inputs, targets: { data, shape: targets.shape } };
}
