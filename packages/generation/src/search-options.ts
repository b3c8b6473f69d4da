import { count, list, type OptionRules, optional, positiveInteger } from '@seqloom/options';

/** What every search for a likely sequence takes. */
export interface SearchOptions {
  /** What the sequence begins with; at least one token. */
  readonly prompt: readonly number[];
  /** The most tokens after the prompt, the end token included. */
  readonly maxTokens: number;
  /** Ends a sequence; it is not among its tokens. Default: none does. */
  readonly endToken?: number | undefined;
}

/** Their rules. */
export const SEARCH_RULES: OptionRules<SearchOptions> = {
  prompt: list<readonly number[]>(),
  maxTokens: positiveInteger(),
  endToken: optional(count()),
};

/** A sequence that a search has found. */
export interface FoundSequence {
  /** After the prompt, without the end token. */
  readonly tokens: readonly number[];
  /** `Σ ln p` of its tokens, the end token included. */
  readonly logProbability: number;
  /** Whether it ends with the end token rather than at `maxTokens`. */
  readonly ended: boolean;
}
