import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** Reads the window in order, and keeps what matters. */
export const weatherGRU: Listing = {
  item: '6.39',
  title: 'a GRU of 32 units',
  source: 'listing 6.39',
  trains: true,
  run: (context) =>
    trainOnWeather({ name: 'gru', layers: () => [new GRU({ units: 32 }), new Dense({ units: 1 })] }, context),
};
