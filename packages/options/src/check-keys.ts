import { formatValue } from './format-value.ts';

/**
 * Checks the keys of an object of options.
 *
 * @param nullable options of which `null` is a value; elsewhere a default would not replace it and it would count as
 * false, 0 or no text
 * @throws TypeError unless `settings` is an object, or when an option is null; RangeError for a key that is not among the
 * known ones, with their list
 */
export function checkKeys(
  owner: string,
  settings: object,
  known: readonly string[],
  nullable: readonly string[] = [],
): void {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new TypeError(`${owner}: expected an object of options, got ${formatValue(settings)}.`);
  }
  for (const [key, value] of Object.entries(settings)) {
    if (!known.includes(key)) {
      throw new RangeError(
        `${owner}: has no setting ${formatValue(key)}. Its settings: ${known.join(', ') || 'none'}.`,
      );
    }
    if (value === null && !nullable.includes(key)) {
      throw new TypeError(`${owner}: ${key} must not be null. Give it a value or leave it out.`);
    }
  }
}

/**
 * `checkKeys` for a function's options.
 *
 * @param known every option, with `'nullable'` where `null` is a value; a record, so that the compiler misses one that is
 * not in it
 * @throws TypeError when they are not an object or one of them is null, RangeError for an option that does not exist
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  known: Readonly<Record<keyof NoInfer<Options>, true | 'nullable'>>,
): void {
  const names = Object.keys(known) as (keyof Options & string)[];
  checkKeys(
    owner,
    options,
    names,
    names.filter((name) => known[name] === 'nullable'),
  );
}
