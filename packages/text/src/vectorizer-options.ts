import {
  boolean,
  checkNumber,
  formatValue,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { ngramWidths } from './ngrams.ts';
import type { Split, Standardize } from './vectorizer-text.ts';
import { checkWordOrFunction } from './word-or-function.ts';

/** The result of {@link TextVectorizer.vectorize}: word indices, or one number per token of the vocabulary. */
export type OutputMode = 'int' | 'multiHot' | 'count' | 'tfIdf';

/** Options of a {@link TextVectorizer}. */
export interface TextVectorizerOptions<Mode extends OutputMode = OutputMode> {
  /** Greatest size of the vocabulary, padding and unknown token included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /** Default `'lowerAndStripPunctuation'`. */
  readonly standardize?: Standardize;
  /** Default `'whitespace'`. */
  readonly split?: Split;
  /** Widths of n-grams: a number `n` for 1 … n, or the widths. Default: single tokens. */
  readonly ngrams?: number | readonly number[];
  /** Default `'int'`. */
  readonly outputMode?: Mode;
  /** Length of the rows with `'int'`: longer texts lose their end. Default: the longest text of a call. */
  readonly outputSequenceLength?: number | undefined;
  /** Whether rows of the other modes have `maxTokens` columns even if the vocabulary is smaller. Default `false`. */
  readonly padToMaxTokens?: boolean;
}

/** Functions among the options of a saved TextVectorizer, which must be given again. */
export type TextVectorizerFunctions = Pick<TextVectorizerOptions, 'standardize' | 'split'>;

const OWNER = 'TextVectorizer';

/** `null` is a wrong value like any other: the message lists the right ones, `'none'` for Keras' None among them. */
export const FUNCTION_RULES: OptionRules<TextVectorizerFunctions> = {
  standardize: { ...rule<Standardize>(checkStandardize, 'lowerAndStripPunctuation'), nullable: true },
  split: { ...rule<Split>(checkSplit, 'whitespace'), nullable: true },
};

const RULES: OptionRules<TextVectorizerOptions> = {
  maxTokens: optional(positiveInteger()),
  ...FUNCTION_RULES,
  ngrams: rule<number | readonly number[]>(checkWidths, 1),
  outputMode: oneOf(['int', 'multiHot', 'count', 'tfIdf'], 'int'),
  outputSequenceLength: optional(positiveInteger()),
  padToMaxTokens: boolean(false),
};

function checkStandardize(owner: string, option: string, value: unknown): void {
  const words = ['lowerAndStripPunctuation', 'lower', 'stripPunctuation', 'none'];
  checkWordOrFunction(owner, option, value, words);
}

function checkSplit(owner: string, option: string, value: unknown): void {
  if (isLocale(value)) return;
  checkWordOrFunction(owner, option, value, ['whitespace', 'character', 'none'], ['{ locale }']);
}

function isLocale(split: unknown): boolean {
  return typeof split === 'object' && typeof (split as { locale?: unknown } | null)?.locale === 'string';
}

function checkWidths(owner: string, _option: string, value: unknown): void {
  ngramWidths(owner, value as number); // it checks any value
}

/** The options with their defaults and the widths of n-grams as a list. */
export type ResolvedVectorizerOptions<Mode extends OutputMode> = Omit<
  Resolved<TextVectorizerOptions<Mode>>,
  'ngrams'
> & { readonly ngrams: readonly number[] };

/** Resolves the options and refuses those that the output mode does not use. */
export function resolveVectorizerOptions<Mode extends OutputMode>(
  options: TextVectorizerOptions<Mode>,
): ResolvedVectorizerOptions<Mode> {
  const resolved = resolveOptions<TextVectorizerOptions>(OWNER, options, RULES);
  const { outputMode, maxTokens, outputSequenceLength, padToMaxTokens } = resolved;
  const integer = outputMode === 'int';
  if (maxTokens !== undefined) {
    // The special tokens take part of it: padding and unknown with 'int', unknown alone otherwise.
    checkNumber(OWNER, 'maxTokens', maxTokens, { min: integer ? 3 : 2, integer: true });
  }
  if (outputSequenceLength !== undefined && !integer) {
    refuse('outputSequenceLength', outputSequenceLength, "left out unless outputMode is 'int'");
  }
  if (padToMaxTokens && (integer || maxTokens === undefined)) {
    refuse('padToMaxTokens', true, "false unless maxTokens is set and outputMode is not 'int'");
  }
  // The default of outputMode is the default of Mode.
  return { ...resolved, outputMode: outputMode as Mode, ngrams: ngramWidths(OWNER, resolved.ngrams) };
}

/** Throws the error for one option of a TextVectorizer. */
export function refuse(option: string, got: unknown, expected: string): never {
  throw new RangeError(
    `TextVectorizer: ${option} must be ${expected}, got ${typeof got === 'string' ? got : formatValue(got)}.`,
  );
}
