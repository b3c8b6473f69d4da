import { Dense } from '@seqloom/nn';
import { Bidirectional, GRU } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** Two GRUs, one from each end of the window. */
export const weatherBidirectionalGRU: Listing = {
  item: '6.44',
  title: 'a GRU in both directions',
  source: 'listing 6.44',
  trains: true,
  run: (context) =>
    trainOnWeather(
      {
        name: 'bi-gru',
        layers: () => [new Bidirectional({ layer: new GRU({ units: 32 }) }), new Dense({ units: 1 })],
      },
      context,
    ),
};
