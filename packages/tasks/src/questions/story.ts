/** A story with a question about it. */
export interface Story {
  /** In the order in which things happen. */
  readonly sentences: readonly string[];
  readonly question: string;
  /** One word. */
  readonly answer: string;
}

/** Stories to learn from and stories to be measured on. */
export interface StorySource {
  /** What results call them. */
  readonly name: string;
  /** The path they were read from, as a user gave it. */
  readonly data?: string;
  readonly train: readonly Story[];
  readonly test: readonly Story[];
  /** Stories of more sentences than any of the others, by that number. */
  readonly longer?: ReadonlyMap<number, readonly Story[]>;
}

/** The most sentences of a story. */
export function longestStory(stories: readonly Story[]): number {
  return stories.reduce((most, { sentences }) => Math.max(most, sentences.length), 0);
}
