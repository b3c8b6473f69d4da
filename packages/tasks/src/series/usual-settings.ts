import type { Settings } from './recipe.ts';

/** The width of recurrent and hidden layers where nothing is chosen. */
export const USUAL_UNITS = 32;

/** The settings that a kind of series has. */
type Has<Name extends keyof Settings> = Readonly<Record<Name, number>>;

/**
 * How a kind of series is learned where nothing is chosen: on the book's data as in the book, on others with numbers that were chosen on
 * validation parts.
 */
export const USUAL_SETTINGS: {
  readonly jena: Has<'epochs' | 'batchSize' | 'stepsPerEpoch'>;
  readonly hourly: Has<'epochs' | 'batchSize' | 'learningRate'>;
  readonly daily: Has<'epochs' | 'batchSize' | 'learningRate'>;
} = {
  jena: { epochs: 20, batchSize: 128, stepsPerEpoch: 500 },
  hourly: { epochs: 10, batchSize: 128, learningRate: 0.005 },
  daily: { epochs: 20, batchSize: 32, learningRate: 0.003 },
};
