import {
  boolean,
  checkNumber,
  count,
  list,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  text,
  texts,
} from '@seqloom/options';

/** What a string becomes: its index, or for each token of the vocabulary a number. */
export type LookupMode = 'int' | 'oneHot' | 'multiHot' | 'count' | 'tfIdf';

/** Options of a {@link StringLookup}. */
export interface StringLookupOptions<Mode extends LookupMode = LookupMode> {
  /** Greatest size of the vocabulary, mask and unknown tokens included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /**
   * How many indices unknown strings have; default 1. With 0 an unknown string is an error, with several its index depends on a
   * hash of it.
   */
  readonly numOovIndices?: number;
  /** A string that stands for nothing: index 0 with `'int'`, and not counted otherwise. Default: none. */
  readonly maskToken?: string | undefined;
  /** How unknown strings are called in the vocabulary. Default `'[UNK]'`. */
  readonly oovToken?: string;
  /** Tokens in the order of their indices; see `setVocabulary`. */
  readonly vocabulary?: readonly string[] | undefined;
  /** As many weights as there are tokens, with `'tfIdf'` and only then. */
  readonly idfWeights?: readonly number[] | undefined;
  /** Default `'int'`. */
  readonly outputMode?: Mode;
  /** Whether rows of the other modes have `maxTokens` columns even if the vocabulary is smaller. Default `false`. */
  readonly padToMaxTokens?: boolean;
}

const OWNER = 'StringLookup';

const RULES: OptionRules<StringLookupOptions> = {
  maxTokens: optional(positiveInteger()),
  numOovIndices: count(1),
  maskToken: optional(text()),
  oovToken: text('[UNK]'),
  vocabulary: optional(texts()),
  idfWeights: optional(list()),
  outputMode: oneOf(['int', 'oneHot', 'multiHot', 'count', 'tfIdf'], 'int'),
  padToMaxTokens: boolean(false),
};

/** The options of a {@link StringLookup} with their defaults. */
export type ResolvedLookupOptions<Mode extends LookupMode = LookupMode> = Resolved<StringLookupOptions<Mode>>;

/** Resolves the options and refuses those that do not fit each other. */
export function resolveLookupOptions<Mode extends LookupMode>(
  options: StringLookupOptions<Mode>,
): ResolvedLookupOptions<Mode> {
  const resolved = resolveOptions<StringLookupOptions>(OWNER, options, RULES);
  const { maxTokens, outputMode, padToMaxTokens } = resolved;
  if (maxTokens !== undefined) {
    checkNumber(OWNER, 'maxTokens', maxTokens, { min: firstToken(resolved) + 1, integer: true });
  }
  if (padToMaxTokens && (outputMode === 'int' || maxTokens === undefined)) {
    throw new RangeError(
      `${OWNER}: padToMaxTokens must be false unless maxTokens is set and outputMode is not 'int', got true.`,
    );
  }
  return { ...resolved, outputMode: outputMode as Mode }; // the default of outputMode is the default of Mode
}

/** The index of unknown strings, or the first of them: after the mask, which has an index with `'int'` alone. */
export function firstUnknown({ maskToken, outputMode }: ResolvedLookupOptions): number {
  return maskToken !== undefined && outputMode === 'int' ? 1 : 0;
}

/** The index of the first token that is not special. */
export function firstToken(options: ResolvedLookupOptions): number {
  return firstUnknown(options) + options.numOovIndices;
}
