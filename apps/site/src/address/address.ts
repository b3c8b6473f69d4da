import { formatValue, type OptionalRule, type OptionRules, printable, type Resolved } from '@seqloom/options';

/** What a setting in the address may be. The default of its rule says which. */
export type SettingValue = string | number | boolean;

/** What an address says. */
export interface AddressSettings<Settings> {
  /** Every setting; those that the address does not name, or names wrongly, have their defaults. */
  readonly settings: Resolved<Settings>;
  /** One sentence for each part of the address that is not used. It holds text of the address: show it as text. */
  readonly problems: readonly string[];
}

/** The part of a text from outside that a message repeats. */
const shown = (text: string) => formatValue(printable(text));

/**
 * Reads settings from an address.
 *
 * @param owner what messages begin with
 * @param rules of the settings, each with a default that is a text, a number or `true` or `false`
 * @param text the fragment of the address, `#model=lstm&epochs=5`, or its query
 */
export function readAddress<Settings extends object>(
  owner: string,
  rules: OptionRules<Settings>,
  text: string,
): AddressSettings<Settings> {
  const byName = defaultsByName(owner, rules);
  const settings: Record<string, SettingValue> = {};
  for (const [name, { fallback }] of byName) settings[name] = fallback;
  const problems: string[] = [];
  for (const [name, given] of new URLSearchParams(text.replace(/^[#?]/, ''))) {
    const rule = byName.get(name);
    if (!rule) {
      problems.push(`The address names ${shown(name)}, which is no setting of this page; it is ignored.`);
      continue;
    }
    try {
      const value = readValue(owner, name, given, rule.fallback);
      rule.check(owner, name, value);
      settings[name] = value;
    } catch (error) {
      problems.push(`${(error as Error).message} ${formatValue(rule.fallback)} is used.`);
    }
  }
  // Every rule has put in a value that it lets through.
  return { settings: settings as Resolved<Settings>, problems };
}

/** The fragment of an address with these settings, those with their default left out: '' or `#model=lstm`. */
export function writeAddress<Settings extends object>(
  owner: string,
  rules: OptionRules<Settings>,
  settings: Settings,
): string {
  const parts = new URLSearchParams();
  const values = settings as Readonly<Record<string, SettingValue>>;
  for (const [name, { fallback }] of defaultsByName(owner, rules)) {
    const value = values[name];
    if (value !== undefined && value !== fallback) parts.set(name, String(value));
  }
  return parts.size === 0 ? '' : `#${parts}`;
}

function defaultsByName(owner: string, rules: object): Map<string, OptionalRule<SettingValue>> {
  const byName = new Map(Object.entries(rules as Readonly<Record<string, OptionalRule<SettingValue>>>));
  for (const [name, { required, fallback }] of byName) {
    if (required || !['string', 'number', 'boolean'].includes(typeof fallback))
      throw new TypeError(
        `${owner}: the rule of ${name} must have a default that is a text, a number or a boolean, got ${formatValue(fallback)}.`,
      );
  }
  return byName;
}

/** @throws TypeError when the text is not of the kind of the default */
function readValue(owner: string, name: string, text: string, fallback: SettingValue): SettingValue {
  if (typeof fallback === 'string') return text;
  if (typeof fallback === 'number') {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isNaN(value)) throw new TypeError(`${owner}: ${name} must be a number, got ${shown(text)}.`);
    return value;
  }
  if (text === 'true' || text === 'false') return text === 'true';
  throw new TypeError(`${owner}: ${name} must be true or false, got ${shown(text)}.`);
}
