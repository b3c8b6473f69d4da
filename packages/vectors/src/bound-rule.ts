import { checkPositiveInteger, type OptionalRule, rule } from '@seqloom/options';

/** The rule of an upper bound: a positive integer, or `Infinity`, the default, for no bound. */
export function bound(): OptionalRule<number> {
  return rule<number>((owner, option, value) => {
    if (value !== Number.POSITIVE_INFINITY) checkPositiveInteger(owner, option, value);
  }, Number.POSITIVE_INFINITY);
}
