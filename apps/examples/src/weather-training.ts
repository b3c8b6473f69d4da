import { curvesSVG } from '@seqloom/charts';
import type { Layer } from '@seqloom/nn';
import { type ForecastWindowsOptions, windowBatches } from '@seqloom/timeseries';
import { fit, Sequential } from '@seqloom/train';
import { naiveError } from './data/weather.ts';
import type { Facts, ListingContext } from './listing.ts';
import { epochLines } from './review-training.ts';

/** A model of the weather: its name, its layers for windows of a length, and windows other than those of the task. */
export interface WeatherModel {
  readonly name: string;
  layers(length: number): Layer[];
  readonly windows?: Partial<ForecastWindowsOptions>;
  /** How often the usual number of epochs; dropout learns more slowly, and the book trains twice as long. Default 1. */
  readonly times?: number;
}

/** Listings 6.37 and 6.38: trains with rmsprop on the absolute error, beside the naive baseline, and draws the loss. */
export async function trainOnWeather(
  { name, layers, windows: other = {}, times = 1 }: WeatherModel,
  { weather, print, picture, seed }: ListingContext,
): Promise<Facts> {
  const { name: data, unit, scaler, targetColumn, windows, training } = await weather();
  const { batchSize, ...steps } = training;
  const epochs = times * training.epochs;
  const train = windows('train', other);
  const validation = windows('validation', other);
  const model = new Sequential(layers(train.length));
  const history = await fit(model, windowBatches(train, { batchSize, shuffle: true, seed }), {
    optimizer: 'rmsprop',
    loss: 'mae',
    ...steps,
    epochs,
    validation: windowBatches(validation, { batchSize }),
    seed,
    callbacks: [epochLines(print, epochs)],
  });
  model.dispose();
  const { loss, valLoss } = history.series;
  const naive = naiveError(validation);
  const best = Math.min(...valLoss!);
  const degrees = scaler.std[targetColumn]!;
  picture(
    `weather-${name}.svg`,
    curvesSVG(
      [{ name: 'mae', training: loss!, validation: valLoss, baseline: { name: 'naive', value: naive } }],
      {
        title: `${name} on ${data}, training and validation`,
      },
    ),
  );
  print(
    `best validation MAE ${best.toFixed(4)} (${(best * degrees).toFixed(2)} ${unit}), naive ${naive.toFixed(4)}`,
  );
  return { data, best, naive, degrees: best * degrees, naiveDegrees: naive * degrees };
}
