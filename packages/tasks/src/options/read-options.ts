import { didYouMean } from '../did-you-mean.ts';
import {
  type AnyOption,
  type AnyOptionTable,
  flagOf,
  type OptionTable,
  type ValueOption,
} from './command-option.ts';

/** What was typed, by flag: texts, and booleans for switches. `_` holds the words without a flag. */
export type Typed = Readonly<Record<string, unknown>>;

/**
 * Reads the options of a command that were typed.
 *
 * @param owner what messages call the command: `imdb train`
 * @returns the options that were typed, by name
 * @throws TypeError or RangeError, by the rule of the option, for a value that does not fit
 */
export function readOptions<Values>(
  owner: string,
  typed: Typed,
  table: OptionTable<Values>,
): Partial<Values> {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table as unknown as AnyOptionTable)) {
    const flag = flagOf(name, option);
    const value = typed[flag];
    if (value === undefined) continue;
    values[name] = option.kind === 'switch' ? value === true : optionValue(owner, flag, value, option);
  }
  return values as Partial<Values>;
}

/**
 * Reads an option of which several values may be typed, with commas between them.
 *
 * @throws RangeError for an empty value or one that comes twice, and as {@link readOptions} does
 */
export function readList<Value>(
  owner: string,
  flag: string,
  typed: unknown,
  option: ValueOption<Value>,
): Value[] {
  const text = optionValue(owner, flag, typed, { ...option, number: false, check: () => {} });
  const parts = String(text)
    .split(',')
    .map((part) => part.trim());
  if (parts.includes('')) {
    throw new RangeError(`${owner}: --${flag} must be values with commas between them, got '${text}'.`);
  }
  const twice = parts.find((part, i) => parts.indexOf(part) !== i);
  if (twice !== undefined) throw new RangeError(`${owner}: --${flag} has '${twice}' twice.`);
  return parts.map((part) => optionValue(owner, flag, part, option) as Value);
}

/** Only digits are a number: `1e4`, ` 5` and `0x10` are left to the rule, which refuses them as texts. */
const NUMBER = /^-?\d+(?:\.\d+)?$|^-?\d+(?:\.\d+)?e-\d+$/;

function optionValue(
  owner: string,
  flag: string,
  typed: unknown,
  { number, list, check }: ValueOption<unknown>,
): unknown {
  if (typeof typed !== 'string' || typed === '') throw new RangeError(`--${flag}: needs a value.`);
  const one = (text: string) => (number && NUMBER.test(text) ? Number(text) : text);
  const value = list ? typed.split(',').map((part) => one(part.trim())) : one(typed);
  check(owner, `--${flag}`, value);
  return value;
}

/**
 * Refuses options that a command does not have and words that belong to no option.
 *
 * @param words how many words without a flag the command takes
 * @throws RangeError that lists the options there are
 */
export function checkTyped<Values>(typed: Typed, options: OptionTable<Values>, words = 0): void {
  const table = options as unknown as AnyOptionTable;
  const flags = Object.entries(table).map(([name, option]) => flagOf(name, option));
  const camelCase = (flag: string) => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const accepted = new Set(['_', ...flags, ...flags.map(camelCase)]);
  const list = flags.map((flag) => `--${flag}`).join(', ');
  const unknown = Object.keys(typed).find((flag) => !accepted.has(flag));
  if (unknown !== undefined) {
    const dashes = unknown.length > 1 ? '--' : '-';
    throw new RangeError(
      `${dashes}${unknown}: no such option.${didYouMean(unknown, flags, '--')} Options: ${list}.`,
    );
  }
  const further = (typed._ as readonly string[])[words];
  if (further !== undefined) throw new RangeError(`'${further}' belongs to no option. Options: ${list}.`);
}

/** The options as a table of Markdown, for a README. */
export function optionsTable<Values>(options: OptionTable<Values>): string {
  const table = options as unknown as AnyOptionTable;
  const rows = Object.entries(table).map(
    ([name, option]) => `| \`${usageOf(name, option)}\` | ${escaped(option.help)} |`,
  );
  return ['| option | |', '|---|---|', ...rows, ''].join('\n');
}

/** Options as words of a command line, for reports: `['--epochs 3', '--no-calendar']`. */
export function wordsOf<Values>(
  values: Partial<Values>,
  table: OptionTable<Values>,
  quote: (text: string) => string,
): string[] {
  return Object.entries(table as unknown as AnyOptionTable).flatMap(([name, option]) => {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return [];
    const flag = flagOf(name, option);
    if (option.kind === 'switch') return [value === true ? `--${flag}` : `--no-${flag}`];
    return [`--${flag} ${quote(String(value))}`];
  });
}

function usageOf(name: string, option: AnyOption): string {
  const flag = `--${flagOf(name, option)}`;
  return option.kind === 'switch' ? flag : `${flag} ${escaped(option.hint)}`;
}

/** A text within a cell of a table. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
