import { checkTexts, type OptionCheck, oneOf, type RequiredRule, text } from '@seqloom/options';

/** What is said about an option once; parsing, the help and the tables of READMEs come from it. */
interface About {
  /** What it is for, in a few words; what it is when left out in brackets. */
  readonly help: string;
  /** How a value is called: `N`, `PATH`. */
  readonly hint: string;
  /** What users type after the dashes. Default: the name in kebab case. */
  readonly flag?: string;
}

/** An option of a command that takes a value. */
export interface ValueOption<Value> extends About {
  readonly kind: 'value';
  readonly check: OptionCheck;
  /** Whether values are numbers. */
  readonly number: boolean;
  /** Whether the value is a list, typed with commas in between; `number` is then about its items. Default false. */
  readonly list?: boolean;
  /** Whether a sweep takes several. */
  readonly several: boolean;
  /** Never there; it tells the compiler the type that the check lets through. */
  readonly value?: Value;
}

/** An option that is on where it is typed. */
export interface SwitchOption extends Pick<About, 'help' | 'flag'> {
  readonly kind: 'switch';
  /** What `--no-…` does, for a switch that may be on by default. */
  readonly negativeHelp?: string;
}

/** An option of a command. */
export type CommandOption<Value> = [Value] extends [boolean] ? SwitchOption : ValueOption<Value>;

/** An option for every property of a type: the compiler misses one that has none. */
export type OptionTable<Values> = {
  readonly [Name in keyof Values]-?: CommandOption<NonNullable<Values[Name]>>;
};

/** An option of any type. */
export type AnyOption = ValueOption<unknown> | SwitchOption;

/** The options of a table by name, of any types. */
export type AnyOptionTable = Readonly<Record<string, AnyOption>>;

/** A number that fits a rule. */
export function numberOption(
  rule: RequiredRule<number>,
  about: Omit<About, 'hint'> & Partial<About>,
): ValueOption<number> {
  return { kind: 'value', hint: 'N', check: rule.check, number: true, several: true, ...about };
}

/** A text. */
export function textOption(about: About): ValueOption<string> {
  return { kind: 'value', check: text().check, number: false, several: false, ...about };
}

/** A list of numbers that fits a rule, typed with commas in between. */
export function numbersOption(check: OptionCheck, about: About): ValueOption<readonly number[]> {
  return { kind: 'value', check, number: true, list: true, several: false, ...about };
}

/** A list of texts, typed with commas in between. */
export function textsOption(about: About): ValueOption<readonly string[]> {
  return { kind: 'value', check: checkTexts, number: false, list: true, several: false, ...about };
}

/** One of a few words. */
export function wordOption<const Word extends string>(
  words: readonly Word[],
  about: Omit<About, 'hint'>,
): ValueOption<Word> {
  return {
    kind: 'value',
    hint: words.join('|'),
    check: oneOf(words).check,
    number: false,
    several: false,
    ...about,
  };
}

/** On or off. */
export function switchOption(about: Omit<SwitchOption, 'kind'>): SwitchOption {
  return { kind: 'switch', ...about };
}

/** What users type after the dashes. */
export function flagOf(name: string, { flag }: Pick<AnyOption, 'flag'>): string {
  return flag ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
