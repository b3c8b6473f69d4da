import { checkSteps, type OptionalRule, rule } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';

/** Steps at both ends of a sequence: the same number, or one for each. */
export type BothEnds = number | readonly [left: number, right: number];

/** The rule of an option that is an integer from 0 on, or two of them. */
export function bothEnds(fallback: BothEnds): OptionalRule<BothEnds> {
  return rule((owner, option, value) => {
    const ends: readonly unknown[] = Array.isArray(value) ? value : [value, value];
    if (ends.length !== 2 || !ends.every((end) => Number.isSafeInteger(end) && (end as number) >= 0)) {
      throw new RangeError(
        `${owner}: ${option} must be an integer from 0 on, or [left, right] of two, got ${formatValue(value)}.`,
      );
    }
    for (const end of ends as readonly number[]) checkSteps(owner, option, end);
  }, fallback);
}

/** The option as two numbers. */
export function leftAndRight(value: BothEnds): readonly [left: number, right: number] {
  return typeof value === 'number' ? [value, value] : value;
}
