import { predict } from '@seqloom/train';
import type { ReviewModel } from './model-file.ts';

/** Reviews a step; small enough for a bag of words to stay small. */
const BATCH = 256;

/** What a model says of a text. */
export interface ReviewScore {
  /** The probability that it is a positive review. */
  readonly score: number;
  /** How many of its words the model knows; with none the score says nothing about the text. */
  readonly knownWords: number;
}

/**
 * Scores texts.
 *
 * @throws the signal's reason when it is aborted
 */
export async function scoreReviews(
  { model, tokenizer, form }: ReviewModel,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<ReviewScore[]> {
  const scores: ReviewScore[] = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    const sequences = form.sequences(tokenizer, texts.slice(start, start + BATCH));
    const inputs = form.inputs(sequences);
    const { data } = await predict(model, inputs, { batchSize: BATCH, ...(signal && { signal }) });
    scores.push(...sequences.map(({ length }, i) => ({ score: data[i]!, knownWords: length })));
  }
  return scores;
}
