import { checkPositiveInteger, formatValue, type OptionalRule, rule } from '@seqloom/options';

/** The epochs after which validation data are measured: every n-th one, or those of a list, counted from 1. */
export type ValidationFreq = number | readonly number[];

/** The rule of the option `validationFreq`. */
export const VALIDATION_FREQ_RULE: OptionalRule<ValidationFreq> = rule<ValidationFreq>(
  (owner, option, value) => {
    if (!Array.isArray(value)) {
      if (typeof value === 'number') return checkPositiveInteger(owner, option, value);
      throw new TypeError(
        `${owner}: ${option} must be a positive integer or a list of epochs, counted from 1, got ${formatValue(value)}.`,
      );
    }
    for (const epoch of value) checkPositiveInteger(owner, `an epoch in ${option}`, epoch);
  },
  1,
);

/** Whether validation data are measured after an epoch, counted from 0. */
export function validatesAfter(epoch: number, validationFreq: ValidationFreq): boolean {
  return typeof validationFreq === 'number'
    ? (epoch + 1) % validationFreq === 0
    : validationFreq.includes(epoch + 1);
}
