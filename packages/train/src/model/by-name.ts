import { listNames } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';

/** One value, a list of them, or values by name. */
export type NamedOr<T> = T | readonly T[] | Readonly<Record<string, T>>;

/**
 * Brings values that are given one by one, as a list or by name into the order of the names.
 *
 * @param owner the model, or who is given the values
 * @param what they are, for messages: `inputs`
 * @param names of the inputs or outputs; none for one without a name
 * @param isOne whether a value is one, and not several
 * @throws RangeError naming what is missing or not known; TypeError for a list of another length
 */
export function orderByName<T>(
  owner: string,
  what: string,
  names: readonly string[],
  values: unknown,
  isOne: (value: unknown) => value is T,
): readonly T[] {
  const count = Math.max(names.length, 1);
  const list = isOne(values) ? [values] : values;
  if (Array.isArray(list)) {
    if (list.length === count) return list;
    const named = names.length > 0 ? `: ${listNames(names)}` : '';
    throw new TypeError(`${owner}: expected ${count} ${what}${named}, got ${list.length}.`);
  }
  if (typeof list !== 'object' || list === null) {
    throw new TypeError(`${owner}: ${what} must be one, a list, or by name, got ${formatValue(values)}.`);
  }
  const given = list as Readonly<Record<string, T>>;
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !Object.hasOwn(given, name));
  if (unknown.length > 0 || missing.length > 0) {
    const wrong = [
      ...(missing.length > 0 ? [`missing ${listNames(missing)}`] : []),
      ...(unknown.length > 0 ? [`unknown ${listNames(unknown)}`] : []),
    ].join(', ');
    const own = names.length > 0 ? listNames(names) : 'one without a name, which is given alone';
    throw new RangeError(`${owner}: ${what} do not fit: ${wrong}. Expected ${what}: ${own}.`);
  }
  return names.map((name) => given[name]!);
}
