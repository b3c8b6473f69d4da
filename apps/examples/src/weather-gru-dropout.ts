import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** The same values are dropped at every step of a window. */
export const weatherGRUDropout: Listing = {
  item: '6.40',
  title: 'a GRU with dropout of inputs and states',
  source: 'listing 6.40',
  trains: true,
  run: (context) =>
    trainOnWeather(
      {
        name: 'gru-dropout',
        times: 2,
        layers: () => [new GRU({ units: 32, dropout: 0.2, recurrentDropout: 0.2 }), new Dense({ units: 1 })],
      },
      context,
    ),
};
