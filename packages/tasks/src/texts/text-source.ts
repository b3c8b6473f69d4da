import type { Division } from './divide-texts.ts';
import type { WordVectorSource } from './pretrained-matrix.ts';

/** Texts, each with the class it belongs to. */
export interface ClassifiedTexts {
  readonly texts: readonly string[];
  /** `labels[i]` is the class of `texts[i]`. Values 0 … classes − 1. */
  readonly labels: Int32Array | Uint8Array;
  /** `groups[i]` is what `texts[i]` was cut from, such as a book: a group is never divided. */
  readonly groups?: Int32Array;
}

/** A data set: texts to learn from, texts to be measured on. */
export interface TextSource {
  /** What results call it. */
  readonly name: string;
  /** The path it was read from, as a user gave it. */
  readonly data?: string;
  /** The label of each class, as it is printed. */
  readonly classes: readonly string[];
  readonly train: ClassifiedTexts;
  readonly test: ClassifiedTexts;
  /** What was said about the file, in the words of the options, so that the command can be repeated. */
  readonly form?: Readonly<Record<string, string | number | boolean>>;
  /** What was seen in the file, one sentence each. */
  readonly notices?: readonly string[];
  /** How the test part was cut off, where the file does not say it itself. */
  readonly divided?: Division;
  /** Reads texts without labels that come with the data, where there are some; language models learn from them, too. */
  openUnlabelled?(): Promise<readonly string[]>;
  /** Finds word vectors; without it the models that begin with some cannot be trained. */
  openVectors?(name: string): Promise<WordVectorSource>;
}

/** How often the answer that is most often right is right: what a model that has read nothing reaches. */
export function majorityAccuracy(labels: ClassifiedTexts['labels']): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / labels.length;
}
