import { Dense, Flatten } from '@seqloom/nn';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** A flattened window: order in time is lost on it. */
export const weatherDense: Listing = {
  item: '6.37',
  title: 'dense layers on a flattened window',
  source: 'listings 6.37–6.38',
  trains: true,
  run: (context) =>
    trainOnWeather(
      {
        name: 'dense',
        layers: () => [new Flatten(), new Dense({ units: 32, activation: 'relu' }), new Dense({ units: 1 })],
      },
      context,
    ),
};
