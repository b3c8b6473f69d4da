import { firstNonFinite } from '@seqloom/arrays';
import { type OptionRules, oneOf, positiveInteger, texts } from '@seqloom/options';
import { type Matrix, notFinite } from './missing.ts';
import type { RowRange } from './time-split.ts';
import type { Anchor } from './windows.ts';

/** What windows to learn from and the latest window share. */
interface WindowShape {
  readonly lookback: number;
  readonly step?: number;
  readonly anchor?: Anchor;
  readonly names?: readonly string[];
}

/** Rules of the options that say what a window is. */
export const WINDOW_RULES: OptionRules<WindowShape> = {
  lookback: positiveInteger(),
  step: positiveInteger(1),
  anchor: oneOf(['next', 'last'], 'next'),
  names: texts([]),
};

/** @throws RangeError for a value in the rows that is not finite, with its column and row */
export function checkFiniteRows(
  owner: string,
  { data, shape }: Matrix,
  { start, end }: RowRange,
  names: readonly string[],
): void {
  const width = shape[1]!;
  const at = firstNonFinite(data, start * width, end * width);
  if (at >= 0) throw notFinite(owner, names, at % width, data[at]!, Math.floor(at / width));
}
