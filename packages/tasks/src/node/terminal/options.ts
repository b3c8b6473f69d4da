import type { ArgsDef } from 'citty';
import { didYouMean } from '../../did-you-mean.ts';

/** Options as citty read them, by the name users type. */
export type Options = Readonly<Record<string, unknown>>;

/**
 * Refuses options that a command does not have and words that belong to no option; citty passes both over.
 *
 * @throws RangeError that lists the options there are
 */
export function checkOptions(args: Options, known: ArgsDef): void {
  const names = Object.keys(known);
  const camelCase = (name: string): string =>
    name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const accepted = new Set(['_', ...names, ...names.map(camelCase)]);
  const list = names.map((name) => `--${name}`).join(', ');
  const unknown = Object.keys(args).find((name) => !accepted.has(name));
  if (unknown !== undefined) {
    const typed = `${unknown.length > 1 ? '--' : '-'}${unknown}`;
    throw new RangeError(`${typed}: no such option.${didYouMean(unknown, names, '--')} Options: ${list}.`);
  }
  const [word] = args._ as string[];
  if (word !== undefined) throw new RangeError(`'${word}' belongs to no option. Options: ${list}.`);
}

/**
 * The text of an option; undefined when it was not given.
 *
 * @throws RangeError when it was given without a value
 */
export function textOption(args: Options, name: string): string | undefined {
  const value = args[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new RangeError(`--${name}: needs a value.`);
  return value;
}

/** @throws RangeError when it is missing */
export function requiredText(args: Options, name: string, example: string): string {
  const value = textOption(args, name);
  if (value === undefined) throw new RangeError(`--${name}: is missing. Give it, for instance ${example}.`);
  return value;
}

/**
 * A whole number, at least `least`.
 *
 * @throws RangeError with what was typed
 */
export function integerOption(args: Options, name: string, least = 1): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`--${name}: expected a whole number from ${least} on, got '${text}'.`);
  }
  return value;
}

/**
 * A number between 0 and 1.
 *
 * @throws RangeError with what was typed
 */
export function shareOption(args: Options, name: string): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new RangeError(`--${name}: expected a number between 0 and 1, got '${text}'.`);
  return value;
}
