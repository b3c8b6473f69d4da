import { checkKeys } from './check-keys.ts';
import type { OptionRule, OptionRules } from './option-rule.ts';

/** Options with their defaults filled in. Those that have none hold `undefined` when they were left out. */
export type Resolved<Options> = Readonly<Required<Options>>;

/**
 * Checks options by their rules and fills in the defaults. What is given as `undefined` counts as left out.
 *
 * @param owner class or function that messages name, for instance `padSequences`
 * @returns a new object with every option that has a rule, in the order of the rules
 * @throws TypeError unless `options` is an object, for `null` where it is no value, and for a value of the wrong kind;
 * RangeError for an option without a rule, with the list of those that have one, and for a value that does not fit
 *
 * @example
 * ```ts
 * interface WindowOptions {
 *   readonly size: number;
 *   readonly side?: 'left' | 'both';
 * }
 * const RULES: OptionRules<WindowOptions> = { size: positiveInteger(), side: oneOf(['left', 'both'], 'both') };
 *
 * function openWindow(options: WindowOptions): void {
 *   const { size, side } = resolveOptions('openWindow', options, RULES);
 * }
 * ```
 */
export function resolveOptions<Options extends object>(
  owner: string,
  options: Options,
  rules: OptionRules<NoInfer<Options>>,
): Resolved<Options> {
  // By name; the type of the result says which option has which type.
  const byName = rules as unknown as Readonly<Record<string, OptionRule<unknown>>>;
  const names = Object.keys(byName);
  checkKeys(
    owner,
    options,
    names,
    names.filter((name) => byName[name]!.nullable),
  );
  const given = options as Readonly<Record<string, unknown>>;
  const resolved: Record<string, unknown> = {};
  for (const name of names) {
    const rule = byName[name]!;
    const value = given[name];
    if (value === undefined && !rule.required) {
      resolved[name] = rule.fallback;
    } else {
      rule.check(owner, name, value);
      resolved[name] = value;
    }
  }
  return resolved as Resolved<Options>;
}
