import { formatValue } from '@seqloom/options';

/**
 * Checks an option that is one of a few words or a function.
 *
 * @param others what else the option may be, for the message
 * @throws RangeError that lists the words
 */
export function checkWordOrFunction(
  owner: string,
  option: string,
  value: unknown,
  words: readonly string[],
  others: readonly string[] = [],
): void {
  if (typeof value === 'function' || (words as readonly unknown[]).includes(value)) return;
  const choices = [...words, ...others].join(', ');
  throw new RangeError(
    `${owner}: ${option} must be one of ${choices} or a function, got ${formatValue(value)}.`,
  );
}
