import { checkBoolean, checkOneOf, checkOptions, checkPositiveInteger, formatValue } from '@seqloom/options';
import { ngramWidths } from './ngrams.ts';
import type { Split, Standardize } from './vectorizer-text.ts';

/** What {@link TextVectorizer.vectorize} makes of a text. */
export type OutputMode = 'int' | 'multiHot' | 'count' | 'tfIdf';

/** Options of a {@link TextVectorizer}. */
export interface TextVectorizerOptions<Mode extends OutputMode = OutputMode> {
  /** Greatest size of the vocabulary, padding and unknown token included. Default: no limit. */
  readonly maxTokens?: number;
  /** Default `'lowerAndStripPunctuation'`. */
  readonly standardize?: Standardize;
  /** Default `'whitespace'`. */
  readonly split?: Split;
  /** Widths of n-grams: a number `n` for 1 … n, or the widths. Default: single tokens. */
  readonly ngrams?: number | readonly number[];
  /** Default `'int'`. */
  readonly outputMode?: Mode;
  /** Length of the rows with `'int'`: longer texts lose their end. Default: the longest text of a call. */
  readonly outputSequenceLength?: number;
  /** Whether rows of the other modes have `maxTokens` columns even if the vocabulary is smaller. Default `false`. */
  readonly padToMaxTokens?: boolean;
}

/** Functions among the options of a saved TextVectorizer, which must be given again. */
export type TextVectorizerFunctions = Pick<TextVectorizerOptions, 'standardize' | 'split'>;

/** Options with their defaults; the two that have none may be missing. */
export type CheckedOptions<Mode extends OutputMode> = Required<
  Omit<TextVectorizerOptions<Mode>, 'maxTokens' | 'outputSequenceLength'>
> &
  TextVectorizerOptions<Mode>;

const OWNER = 'TextVectorizer';
const MODES: readonly OutputMode[] = ['int', 'multiHot', 'count', 'tfIdf'];
const STANDARDIZE: readonly unknown[] = ['lowerAndStripPunctuation', 'lower', 'stripPunctuation', 'none'];
const SPLIT: readonly unknown[] = ['whitespace', 'character', 'none'];

/** Fills in defaults and refuses what is out of range or of no use in the output mode. */
export function checkVectorizerOptions<Mode extends OutputMode>(
  options: TextVectorizerOptions<Mode>,
): CheckedOptions<Mode> {
  checkOptions<TextVectorizerOptions<Mode>>(OWNER, options, {
    maxTokens: true,
    // Keras' None is 'none' here: null is refused below, where the message lists it.
    standardize: 'nullable',
    split: 'nullable',
    ngrams: true,
    outputMode: true,
    outputSequenceLength: true,
    padToMaxTokens: true,
  });
  const { maxTokens, outputSequenceLength, padToMaxTokens = false } = options;
  const outputMode = options.outputMode ?? ('int' as Mode); // 'int' is Mode's default
  const { standardize = 'lowerAndStripPunctuation', split = 'whitespace' } = options;
  checkOneOf<OutputMode>(OWNER, 'outputMode', outputMode, MODES);
  checkBoolean(OWNER, 'padToMaxTokens', padToMaxTokens);
  if (typeof standardize !== 'function' && !STANDARDIZE.includes(standardize)) {
    refuse('standardize', standardize, `${STANDARDIZE.join(', ')} or a function`);
  }
  if (typeof split !== 'function' && !isLocale(split) && !SPLIT.includes(split)) {
    refuse('split', split, `${SPLIT.join(', ')}, { locale } or a function`);
  }
  const integer = outputMode === 'int';
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens > (integer ? 2 : 1))) {
    refuse('maxTokens', maxTokens, `an integer of ${integer ? 3 : 2} or more`);
  }
  if (outputSequenceLength !== undefined) {
    if (!integer) refuse('outputSequenceLength', outputSequenceLength, "no value unless outputMode is 'int'");
    checkPositiveInteger(OWNER, 'outputSequenceLength', outputSequenceLength);
  }
  if (padToMaxTokens && (integer || maxTokens === undefined)) {
    refuse('padToMaxTokens', true, "false unless maxTokens is set and outputMode is not 'int'");
  }
  const widths = ngramWidths(options.ngrams ?? 1);
  return { ...options, outputMode, standardize, split, padToMaxTokens, ngrams: widths };
}

function isLocale(split: unknown): boolean {
  return typeof split === 'object' && typeof (split as { locale?: unknown } | null)?.locale === 'string';
}

/** Throws the error for one option of a TextVectorizer. */
export function refuse(option: string, got: unknown, expected: string): never {
  throw new RangeError(
    `TextVectorizer: ${option} must be ${expected}, got ${typeof got === 'string' ? got : formatValue(got)}.`,
  );
}
