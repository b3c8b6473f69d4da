import type { WritingTypes } from '@seqloom/tasks';

/** The text that is learned. */
export type WritingData =
  | { readonly from: 'moby-dick' }
  | { readonly from: 'own'; readonly name: string; readonly text: string };

/** How a sample is written. */
export interface WriteQuestion {
  /** Empty for words of the text. */
  readonly beginning: string;
  /** Characters that follow. */
  readonly length: number;
  readonly temperature: number;
  readonly seed: number;
}

/** What a model wrote. */
export interface Sample {
  readonly beginning: string;
  readonly text: string;
  readonly temperature: number;
  /** Whole words of `text`, and how many of them are in the text that is learned; 0 where that is not known. */
  readonly words: number;
  readonly known: number;
}

/** What the page and its training worker agree on. */
export interface WritingTraining {
  readonly types: WritingTypes;
  readonly data: WritingData;
  readonly questions: {
    readonly write: { readonly question: WriteQuestion; readonly answer: Sample };
  };
}
