import { checkOneOf } from '@seqloom/options';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropies.ts';
import { binaryFocalCrossentropy, categoricalFocalCrossentropy } from './focal-crossentropies.ts';
import { klDivergence } from './kl-divergence.ts';
import type { Loss } from './loss.ts';
import { quantileLoss } from './quantile-loss.ts';
import {
  cosineSimilarity,
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
} from './regression-losses.ts';

/** The names a loss option takes. */
export type LossName =
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'meanSquaredError'
  | 'mse'
  | 'meanAbsoluteError'
  | 'mae'
  | 'meanAbsolutePercentageError'
  | 'mape'
  | 'huber'
  | 'logCosh'
  | 'cosineSimilarity'
  | 'klDivergence'
  | 'quantileLoss'
  | 'binaryFocalCrossentropy'
  | 'categoricalFocalCrossentropy';

const LOSSES: ReadonlyMap<string, () => Loss> = new Map<LossName, () => Loss>([
  ['binaryCrossentropy', binaryCrossentropy],
  ['categoricalCrossentropy', categoricalCrossentropy],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy],
  ['meanSquaredError', meanSquaredError],
  ['mse', meanSquaredError],
  ['meanAbsoluteError', meanAbsoluteError],
  ['mae', meanAbsoluteError],
  ['meanAbsolutePercentageError', meanAbsolutePercentageError],
  ['mape', meanAbsolutePercentageError],
  ['huber', huber],
  ['logCosh', logCosh],
  ['cosineSimilarity', cosineSimilarity],
  ['klDivergence', klDivergence],
  ['quantileLoss', quantileLoss],
  ['binaryFocalCrossentropy', binaryFocalCrossentropy],
  ['categoricalFocalCrossentropy', categoricalFocalCrossentropy],
]);

/** @throws RangeError unless the value is a function or the name of a loss, with the list of names */
export function checkLoss(owner: string, option: string, value: unknown): void {
  if (typeof value === 'function') return;
  const wayOut = 'Or give a function of your own: (targets, predictions) => losses.';
  checkOneOf(owner, option, value, [...LOSSES.keys()], wayOut);
}

/**
 * The loss of an option: a name, or the function itself.
 *
 * @throws RangeError for an unknown name, with the list of known ones
 */
export function getLoss(option: LossName | Loss): Loss {
  checkLoss('getLoss', 'loss', option);
  return typeof option === 'function' ? option : LOSSES.get(option)!();
}
