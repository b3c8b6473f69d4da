import { checkSteps } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';

/** Steps at both ends of a sequence: the same number, or one for each. */
export type BothEnds = number | readonly [left: number, right: number];

/**
 * An option as two numbers.
 *
 * @throws RangeError unless it is an integer from 0 on, or two of them
 */
export function bothEnds(owner: string, option: string, value: BothEnds): readonly [number, number] {
  const ends: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  if (ends.length !== 2 || !ends.every((end) => Number.isSafeInteger(end) && (end as number) >= 0)) {
    throw new RangeError(
      `${owner}: ${option} must be an integer from 0 on, or [left, right] of two, got ${formatValue(value)}.`,
    );
  }
  for (const end of ends as readonly number[]) checkSteps(owner, option, end);
  return ends as readonly [number, number];
}
