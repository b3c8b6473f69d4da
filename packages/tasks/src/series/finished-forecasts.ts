import type { SeriesForm } from './series-form.ts';

/** What a model forecasts for windows, in the scale of the inputs. */
export interface Forecasts {
  /** A value for each window and row of the horizon. */
  readonly values: Float32Array;
  /** Q values for each of them, rising, where the model forecasts quantiles. */
  readonly quantiles?: Float32Array;
}

/**
 * The forecasts in what a network says. Quantiles that cross are put into order, row by row: the sorted ones are never further from the
 * true quantiles (Chernozhukov, Fernández-Val & Galichon 2010, "Quantile and Probability Curves Without Crossing").
 *
 * @param output what the network says, `[windows · H · Q]`
 * @param last the last value shown, for each window and row of the horizon, of a network that says changes from it
 */
export function finished(form: SeriesForm, output: Float32Array, last: Float32Array | undefined): Forecasts {
  const { quantiles } = form.fields.task;
  const count = quantiles?.length ?? 1;
  const data = last ? output.map((change, i) => last[Math.floor(i / count)]! + change) : output.slice();
  if (!quantiles) return { values: data };
  for (let at = 0; at < data.length; at += count) data.subarray(at, at + count).sort();
  return { values: quantileOf(data, count, quantiles.indexOf(0.5)), quantiles: data };
}

/** One of the Q values of each row. */
export function quantileOf(quantiles: Float32Array, count: number, place: number): Float32Array {
  return Float32Array.from({ length: quantiles.length / count }, (_, i) => quantiles[i * count + place]!);
}
