import type { TextAnswer, TextExplanation, TextTypes, WordInfluence } from '@seqloom/tasks';
import type { WordGates } from './word-gates.ts';

/** Reviews to learn from. */
export type ReviewsData =
  | { readonly from: 'bundled' }
  /** A table, JSON lines, or an archive in IMDB's layout; without columns they are seen. */
  | {
      readonly from: 'file';
      readonly file: File;
      readonly textColumn?: string;
      readonly labelColumn?: string;
    };

/** What was seen in a file. */
export interface SeenFile {
  readonly classes: readonly string[];
  readonly texts: number;
  /** What a user should know, one sentence each. */
  readonly lines: readonly string[];
}

/** Why a model answers as it does. */
export interface TextReasons {
  readonly label: string;
  /** Undefined for a model that reads characters. */
  readonly words: readonly WordInfluence[] | undefined;
  /** How the influences were found. */
  readonly method: TextExplanation['method'] | undefined;
  /** What goes on within the network at each word, in the order of {@link words}; undefined where the model has nothing like it. */
  readonly gates: WordGates | undefined;
}

/** Classes of texts, learned in a page. */
export interface ReviewsTraining {
  readonly types: TextTypes;
  readonly data: ReviewsData;
  readonly questions: {
    readonly look: { readonly question: ReviewsData; readonly answer: SeenFile };
    readonly classes: { readonly question: undefined; readonly answer: readonly string[] };
    readonly score: { readonly question: string; readonly answer: TextAnswer };
    /** A newer question ends an older one. */
    readonly explain: { readonly question: string; readonly answer: TextReasons };
  };
}
