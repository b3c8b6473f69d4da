import type { Examples, NdArray } from '@seqloom/arrays';
import { curvesOf, curvesSVG } from '@seqloom/charts';
import { type Callback, fit, type Sequential } from '@seqloom/train';
import type { Facts, ListingContext } from './listing.ts';

/** What a training run on reviews says for itself. */
export interface ReviewTraining {
  /** The name of the picture of its curves. */
  readonly name: string;
  readonly epochs: number;
  readonly batchSize: number;
  /** The part of the rows that validates. Default 0.2. */
  readonly validationSplit?: number;
}

/** Writes a line an epoch, as Keras does. */
export function epochLines(print: (line: string) => void, epochs: number): Callback {
  return {
    onEpochEnd(epoch, logs) {
      const values = Object.entries(logs).map(([name, value]) => `${name}: ${value!.toFixed(4)}`);
      print(`Epoch ${epoch + 1}/${epochs} - ${values.join(' - ')}`);
    },
  };
}

/** Listings 6.7, 6.15 and 6.24: trains with rmsprop and binary cross-entropy, and draws accuracy and loss. */
export async function trainOnReviews(
  model: Sequential,
  data: Examples<NdArray>,
  { name, epochs, batchSize, validationSplit = 0.2 }: ReviewTraining,
  { print, picture, seed }: ListingContext,
): Promise<Facts> {
  const history = await fit(model, data, {
    optimizer: 'rmsprop',
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    epochs,
    batchSize,
    validationSplit,
    seed,
    callbacks: [epochLines(print, epochs)],
  });
  return drawn(name, history.series, picture);
}

/** Draws the curves of a run, and takes the best and the last accuracy on the validation part from them. */
export function drawn(
  name: string,
  series: Readonly<Record<string, readonly number[]>>,
  picture: ListingContext['picture'],
): Facts {
  picture(`${name}.svg`, curvesSVG(curvesOf(series), { title: `${name}, training and validation` }));
  const valAccuracy = series.valAccuracy!;
  return { best: Math.max(...valAccuracy), last: valAccuracy.at(-1)! };
}
