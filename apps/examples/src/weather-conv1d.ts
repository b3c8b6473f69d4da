import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Dense } from '@seqloom/nn';
import type { Listing } from './listing.ts';
import { trainOnWeather } from './weather-training.ts';

/** Patterns of five steps wherever they occur: what came first, it cannot tell. */
export const weatherConv1D: Listing = {
  item: '6.47',
  title: 'convolutions on the weather',
  source: 'listing 6.47',
  trains: true,
  run: (context) =>
    trainOnWeather(
      {
        name: 'conv1d',
        layers(length) {
          // the book's windows have 240 rows; of short ones the book's sizes leave nothing
          const { padding, poolSize } = convolutionSizes(length);
          return [
            new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
            new MaxPooling1D({ poolSize, padding }),
            new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
            new MaxPooling1D({ poolSize, padding }),
            new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu', padding }),
            new GlobalMaxPooling1D(),
            new Dense({ units: 1 }),
          ];
        },
      },
      context,
    ),
};

/** The book's sizes for its windows of 240 rows; padding and smaller pools for windows of which they leave nothing. */
export function convolutionSizes(length: number): { padding: 'valid' | 'same'; poolSize: number } {
  return length >= 61 ? { padding: 'valid', poolSize: 3 } : { padding: 'same', poolSize: 2 };
}
