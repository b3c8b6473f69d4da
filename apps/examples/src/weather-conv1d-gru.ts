import { Conv1D, MaxPooling1D } from '@seqloom/convolutional';
import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { convolutionSizes } from './weather-conv1d.ts';
import { trainOnWeather } from './weather-training.ts';

/** Convolutions shorten the window, and a GRU reads what is left in order; so rows can come at twice the rate. */
export const weatherConv1DGRU: Listing = {
  item: '6.49',
  title: 'convolutions before a GRU, rows at twice the rate',
  source: 'listings 6.48–6.49',
  trains: true,
  async run(context) {
    const { name } = await context.weather();
    return trainOnWeather(
      {
        name: 'conv1d-gru',
        layers(length) {
          const { padding, poolSize } = convolutionSizes(length);
          return [
            new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
            new MaxPooling1D({ poolSize, padding }),
            new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
            new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5 }),
            new Dense({ units: 1 }),
          ];
        },
        ...(name === 'jena' && { windows: { lookback: 720, step: 3 } }), // others have no rows between
      },
      context,
    );
  },
};
