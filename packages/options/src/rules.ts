import { checkAbortSignal, checkBoolean, checkFunction, checkOneOf, checkText } from './check-choices.ts';
import { checkEach, checkList, checkTexts } from './check-lists.ts';
import {
  checkCount,
  checkNotNegative,
  checkNumber,
  checkPositive,
  checkPositiveInteger,
  checkShare,
  type NumberRange,
} from './check-numbers.ts';
import { type OptionalRule, type OptionRule, type RequiredRule, rule } from './option-rule.ts';

/** An integer from 1 to 2³¹ − 1. With a default the option may be left out; so it is with every rule here. */
export function positiveInteger(): RequiredRule<number>;
export function positiveInteger(fallback: number): OptionalRule<number>;
export function positiveInteger(fallback?: number): OptionRule<number> {
  return rule<number>(checkPositiveInteger, fallback);
}

/** An integer from 0 on. */
export function count(): RequiredRule<number>;
export function count(fallback: number): OptionalRule<number>;
export function count(fallback?: number): OptionRule<number> {
  return rule<number>(checkCount, fallback);
}

/** A finite number above 0. */
export function positive(): RequiredRule<number>;
export function positive(fallback: number): OptionalRule<number>;
export function positive(fallback?: number): OptionRule<number> {
  return rule<number>(checkPositive, fallback);
}

/** A finite number from 0 on. */
export function notNegative(): RequiredRule<number>;
export function notNegative(fallback: number): OptionalRule<number>;
export function notNegative(fallback?: number): OptionRule<number> {
  return rule<number>(checkNotNegative, fallback);
}

/** A share in [0, 1). */
export function fraction(): RequiredRule<number>;
export function fraction(fallback: number): OptionalRule<number>;
export function fraction(fallback?: number): OptionRule<number> {
  return rule<number>(checkShare, fallback);
}

/** A finite number, or an integer, in a range: `numberIn({ min: 0, max: 1 })`. */
export function numberIn(range: NumberRange): RequiredRule<number>;
export function numberIn(range: NumberRange, fallback: number): OptionalRule<number>;
export function numberIn(range: NumberRange, fallback?: number): OptionRule<number> {
  return rule<number>((owner, option, value) => checkNumber(owner, option, value, range), fallback);
}

/** True or false. */
export function boolean(): RequiredRule<boolean>;
export function boolean(fallback: boolean): OptionalRule<boolean>;
export function boolean(fallback?: boolean): OptionRule<boolean> {
  return rule<boolean>(checkBoolean, fallback);
}

/** A text. */
export function text(): RequiredRule<string>;
export function text(fallback: string): OptionalRule<string>;
export function text(fallback?: string): OptionRule<string> {
  return rule<string>(checkText, fallback);
}

/** One of a few words: `oneOf(['pre', 'post'], 'pre')`. */
export function oneOf<const Word extends string>(words: readonly Word[]): RequiredRule<Word>;
export function oneOf<const Word extends string>(
  words: readonly Word[],
  fallback: NoInfer<Word>,
): OptionalRule<Word>;
export function oneOf<const Word extends string>(
  words: readonly Word[],
  fallback?: NoInfer<Word>,
): OptionRule<Word> {
  return rule<Word>((owner, option, value) => checkOneOf(owner, option, value, words), fallback);
}

/** A function. What it takes and returns shows only when it is called. */
export function functionOf<Value extends (...given: never) => unknown>(): RequiredRule<Value>;
export function functionOf<Value extends (...given: never) => unknown>(fallback: Value): OptionalRule<Value>;
export function functionOf<Value extends (...given: never) => unknown>(fallback?: Value): OptionRule<Value> {
  return rule<Value>(checkFunction, fallback);
}

/** A finite number above 0, or Infinity for no limit. */
export function limit(): RequiredRule<number>;
export function limit(fallback: number): OptionalRule<number>;
export function limit(fallback?: number): OptionRule<number> {
  return rule<number>((owner, option, value) => {
    if (value !== Number.POSITIVE_INFINITY) checkPositive(owner, option, value);
  }, fallback);
}

/** An array; what is in it is the caller's to check. */
export function list<Items extends readonly unknown[]>(): RequiredRule<Items>;
export function list<Items extends readonly unknown[]>(fallback: Items): OptionalRule<Items>;
export function list<Items extends readonly unknown[]>(fallback?: Items): OptionRule<Items> {
  return rule<Items>(checkList, fallback);
}

/** An array of texts. */
export function texts(): RequiredRule<readonly string[]>;
export function texts(fallback: readonly string[]): OptionalRule<readonly string[]>;
export function texts(fallback?: readonly string[]): OptionRule<readonly string[]> {
  return rule<readonly string[]>(checkTexts, fallback);
}

/** An object with values of one kind under any names: `byName(oneOf(['mean', 'sum']), {})`. */
export function byName<Value>(each: RequiredRule<Value>): RequiredRule<Readonly<Record<string, Value>>>;
export function byName<Value>(
  each: RequiredRule<Value>,
  fallback: Readonly<Record<string, NoInfer<Value>>>,
): OptionalRule<Readonly<Record<string, Value>>>;
export function byName<Value>(
  each: RequiredRule<Value>,
  fallback?: Readonly<Record<string, NoInfer<Value>>>,
): OptionRule<Readonly<Record<string, Value>>> {
  return rule<Readonly<Record<string, Value>>>(
    (owner, option, value) => checkEach(owner, option, value, each.check),
    fallback,
  );
}

/** An `AbortSignal`. */
export function abortSignal(): RequiredRule<AbortSignal> {
  return rule<AbortSignal>(checkAbortSignal);
}
