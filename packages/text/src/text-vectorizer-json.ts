import { formatValue, resolveOptions } from '@seqloom/options';
import {
  FUNCTION_RULES,
  type OutputMode,
  type TextVectorizerFunctions,
  type TextVectorizerOptions,
} from './vectorizer-options.ts';
import type { Split, Standardize } from './vectorizer-text.ts';

/** A saved TextVectorizer as plain data; `'function'` stands for a function that was not saved. */
export interface TextVectorizerJSON {
  readonly className: 'TextVectorizer';
  readonly config: {
    readonly maxTokens: number | null;
    readonly standardize: string;
    readonly split: string | { readonly locale: string };
    readonly ngrams: readonly number[];
    readonly outputMode: string;
    readonly outputSequenceLength: number | null;
    readonly padToMaxTokens: boolean;
    /** Without the special tokens. */
    readonly vocabulary: readonly string[];
    /** Begins with the weight of the unknown token. */
    readonly idfWeights: readonly number[] | null;
  };
}

/** Reads a saved TextVectorizer. Values of options are checked by the constructor, their kinds here. */
export function checkVectorizerConfig(
  json: unknown,
  functions: TextVectorizerFunctions,
): { options: TextVectorizerOptions; vocabulary: readonly string[]; idfWeights: readonly number[] | null } {
  const given = resolveOptions('TextVectorizer.fromJSON', functions, FUNCTION_RULES);
  const root = fieldsOf(json);
  if (root.className !== 'TextVectorizer') fail('className', "'TextVectorizer'", root.className);
  const config = fieldsOf(root.config);
  const { maxTokens, outputSequenceLength, ngrams, outputMode, padToMaxTokens, vocabulary, idfWeights } =
    config;
  if (!isNumberOrNull(maxTokens)) fail('maxTokens', 'a number or null', maxTokens);
  if (!isNumberOrNull(outputSequenceLength))
    fail('outputSequenceLength', 'a number or null', outputSequenceLength);
  if (!isNumbers(ngrams)) fail('ngrams', 'an array of numbers', ngrams);
  if (typeof outputMode !== 'string') fail('outputMode', 'a string', outputMode);
  if (typeof padToMaxTokens !== 'boolean') fail('padToMaxTokens', 'true or false', padToMaxTokens);
  if (!isStrings(vocabulary)) fail('vocabulary', 'an array of strings', vocabulary);
  if (idfWeights !== null && !isNumbers(idfWeights))
    fail('idfWeights', 'an array of numbers or null', idfWeights);
  return {
    options: {
      maxTokens: maxTokens ?? undefined,
      outputSequenceLength: outputSequenceLength ?? undefined,
      standardize: restore('standardize', config.standardize, given.standardize) as Standardize,
      split: restore('split', config.split, given.split) as Split,
      ngrams,
      outputMode: outputMode as OutputMode, // the constructor checks it
      padToMaxTokens,
    },
    vocabulary,
    idfWeights,
  };
}

/** The saved option, or the function that was given in its place; the constructor checks the rest. */
function restore(name: string, saved: unknown, given: unknown): unknown {
  if (saved !== 'function') {
    if (typeof saved === 'string') return saved;
    const locale: unknown = fieldsOf(saved).locale;
    return typeof locale === 'string' ? { locale } : fail(name, 'a string or { locale }', saved);
  }
  if (typeof given === 'function') return given;
  throw new TypeError(`TextVectorizer: ${name} was a function, which is not saved. Pass it to fromJSON.`);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>; // fields stay unknown
  return fail('the data', 'an object', value);
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function fail(name: string, expected: string, got: unknown): never {
  throw new TypeError(
    `TextVectorizer: ${name} in the saved data must be ${expected}, got ${formatValue(got)}.`,
  );
}
