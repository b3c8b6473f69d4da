import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** In weather the recent past matters most, and here it is read first. */
export const weatherReversedGRU: Listing = {
  item: 'reversed-gru',
  title: 'a GRU from the last row to the first',
  source: 'section 6.3.8',
  trains: true,
  run: (context) =>
    trainOnWeather(
      {
        name: 'reversed-gru',
        layers: () => [new GRU({ units: 32, goBackwards: true }), new Dense({ units: 1 })],
      },
      context,
    ),
};
