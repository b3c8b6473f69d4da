import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** One GRU reads what another one says at every step. */
export const weatherStackedGRU: Listing = {
  item: '6.41',
  title: 'two GRUs stacked, with dropout',
  source: 'listing 6.41',
  trains: true,
  run: (context) =>
    trainOnWeather(
      {
        name: 'stacked-gru',
        times: 2,
        layers: () => [
          new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5, returnSequences: true }),
          new GRU({ units: 64, activation: 'relu', dropout: 0.1, recurrentDropout: 0.5 }),
          new Dense({ units: 1 }),
        ],
      },
      context,
    ),
};
