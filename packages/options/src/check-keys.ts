import { formatValue } from './format-value.ts';

/** @throws TypeError unless `settings` is an object, RangeError for a key that is not among the known ones, with their list */
export function checkKeys(owner: string, settings: object, known: readonly string[]): void {
  if (typeof settings !== 'object' || settings === null) {
    throw new TypeError(`${owner}: expected an object of options, got ${formatValue(settings)}.`);
  }
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new RangeError(
      `${owner}: has no setting ${formatValue(unknown)}. Its settings: ${known.join(', ') || 'none'}.`,
    );
  }
}

/**
 * `checkKeys` for a function's options.
 *
 * @param known every option; a record, so that the compiler misses one that is not in it
 * @throws TypeError when they are no object, RangeError for an option that does not exist
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  known: Readonly<Record<keyof NoInfer<Options>, true>>,
): void {
  checkKeys(owner, options, Object.keys(known));
}
