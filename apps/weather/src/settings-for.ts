import { adam, type Optimizer, rmsprop } from '@seqloom/train';
import type { NetworkRecipe, Settings } from './recipe.ts';
import type { SeriesKind } from './task.ts';

/** How a kind of series is learned. */
export interface Schooling {
  readonly settings: Settings;
  /** Whether the network forecasts the change from the last value. */
  readonly residual: boolean;
  optimizer(): Optimizer;
}

/**
 * How a recipe is trained on a kind of series, with a user's numbers in place of the defaults. On the book's data as in
 * the book, but that the best epoch's weights stay; elsewhere Adam learns the change from the last value until the
 * validation error no longer falls.
 */
export function schoolingFor(
  recipe: NetworkRecipe,
  kind: SeriesKind,
  chosen: Partial<Settings> = {},
): Schooling {
  switch (kind) {
    case 'jena': {
      const epochs = recipe.bookEpochs;
      const settings = { epochs, batchSize: 128, stepsPerEpoch: 500, patience: epochs, ...chosen };
      return { settings, residual: false, optimizer: () => rmsprop() };
    }
    case 'hourly':
      return {
        settings: { epochs: 20, batchSize: 128, patience: 3, ...chosen },
        residual: true,
        optimizer: () => adam({ learningRate: 0.001 }),
      };
    case 'daily':
      return {
        settings: { epochs: 60, batchSize: 32, patience: 10, ...chosen },
        residual: true,
        optimizer: () => adam({ learningRate: 0.001 }),
      };
  }
}
