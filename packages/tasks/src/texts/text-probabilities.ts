import { predict } from '@seqloom/train';
import { inputsOf, type TextIds } from './read-texts.ts';
import type { TextModel } from './text-types.ts';

/** Texts a step; small enough for a bag of words to stay small. */
const BATCH = 256;

/**
 * The probability of every class of texts, from their ids.
 *
 * Shapes: N texts → `[N, classes]`, row-major.
 *
 * @throws the signal's reason when it is aborted
 */
export async function textProbabilities(
  model: TextModel,
  ids: TextIds,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { length: count } = model.form.classes;
  const rows = ids[0]!.length;
  const probabilities = new Float32Array(rows * count);
  for (let start = 0; start < rows; start += BATCH) {
    const inputs = inputsOf(model, ids, start, start + BATCH);
    const { data } = await predict(model.model, inputs, { batchSize: BATCH, ...(signal && { signal }) });
    if (count > 2) probabilities.set(data, start * count);
    else {
      // two classes have one output, the probability of the second
      for (const [i, second] of data.entries()) {
        probabilities[2 * (start + i)] = 1 - second;
        probabilities[2 * (start + i) + 1] = second;
      }
    }
  }
  return probabilities;
}

/** A probability of 1 in float32 has no finite odds. */
const LEAST = 2 ** -24;

/** The log-odds of a probability, finite for 0 and 1 of float32. */
export function oddsOf(probability: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(p / (1 - p));
}
