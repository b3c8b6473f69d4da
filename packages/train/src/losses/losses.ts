import { formatValue } from '@seqloom/options';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropies.ts';
import type { Loss } from './loss.ts';
import { meanAbsoluteError, meanSquaredError } from './regression-losses.ts';

/** The names a loss option takes. */
export type LossName =
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'meanSquaredError'
  | 'mse'
  | 'meanAbsoluteError'
  | 'mae';

const LOSSES: ReadonlyMap<string, () => Loss> = new Map<LossName, () => Loss>([
  ['binaryCrossentropy', binaryCrossentropy],
  ['categoricalCrossentropy', categoricalCrossentropy],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy],
  ['meanSquaredError', meanSquaredError],
  ['mse', meanSquaredError],
  ['meanAbsoluteError', meanAbsoluteError],
  ['mae', meanAbsoluteError],
]);

/**
 * The loss of an option: a name, or the function itself.
 *
 * @throws RangeError for an unknown name, with the list of known ones
 */
export function getLoss(option: LossName | Loss): Loss {
  if (typeof option === 'function') return option;
  const make = LOSSES.get(option);
  if (!make) {
    throw new RangeError(
      `loss: unknown, got ${formatValue(option)}. Known: ${[...LOSSES.keys()].join(', ')}.`,
    );
  }
  return make();
}
