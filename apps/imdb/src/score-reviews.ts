import { predict } from '@seqloom/train';
import type { ReviewModel } from './model-file.ts';

/** Reviews a step; small enough for a bag of words to stay small. */
const BATCH = 256;

/**
 * The probability that each text is a positive review.
 *
 * @throws the signal's reason when it is aborted
 */
export async function scoreReviews(
  { model, tokenizer, form }: ReviewModel,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<number[]> {
  const scores: number[] = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    const inputs = form.inputs(form.sequences(tokenizer, texts.slice(start, start + BATCH)));
    const { data } = await predict(model, inputs, { batchSize: BATCH, ...(signal && { signal }) });
    scores.push(...data);
  }
  return scores;
}
