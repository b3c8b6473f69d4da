import { take } from '@seqloom/arrays';
import { lookbackGenerator } from '@seqloom/timeseries';
import { type Listing, shapeText } from './listing.ts';

/** Windows of the past with the temperature that follows: the book's generator, and windows that keep to their part. */
export const weatherWindows: Listing = {
  item: '6.33',
  title: 'scaled columns, generator of windows, three parts',
  source: 'listings 6.32–6.34',
  async run({ weather, print, seed }) {
    const { name, series, scaler, split, task, targetColumn, windows } = await weather();
    print(`mean ${scaler.mean[targetColumn]!.toFixed(2)}, deviation ${scaler.std[targetColumn]!.toFixed(2)}`);
    const { lookback, step, delay } = task;
    const generator = lookbackGenerator(series, {
      lookback,
      step,
      delay,
      targetColumn,
      minIndex: split.train.start,
      maxIndex: split.train.end,
      shuffle: true,
      seed,
      batchSize: 128,
    });
    let shapes = '';
    for (const { inputs, targets } of take(generator, 1)) {
      shapes = `${shapeText(inputs.shape)} and (${targets.shape.join(', ')},)`;
    }
    print(`a batch: samples and targets ${shapes}`);
    const counts = (['train', 'validation', 'test'] as const).map((part) => windows(part).starts.length);
    print(`windows: ${counts[0]} train, ${counts[1]} validate, ${counts[2]} test`);
    return { data: name, batch: shapes, windows: counts.join(' / ') };
  },
};
