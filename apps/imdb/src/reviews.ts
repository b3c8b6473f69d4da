import type { LabelledTexts } from '@seqloom/datasets';

/** A data set: reviews to learn from, reviews to be measured on. Label 1 is positive. */
export interface Reviews {
  /** What results call it. */
  readonly name: string;
  /** The path they were read from, as a user gave it. */
  readonly data?: string;
  readonly train: LabelledTexts;
  readonly test: LabelledTexts;
}

/** The name of the reviews that come with the app. */
export const BUNDLED = 'bundled-reviews';

/** How often the answer that is most often right is right: what a model that has read nothing reaches. */
export function majorityAccuracy(labels: Uint8Array): number {
  const positive = labels.reduce((count, label) => count + label, 0);
  return Math.max(positive, labels.length - positive) / labels.length;
}
