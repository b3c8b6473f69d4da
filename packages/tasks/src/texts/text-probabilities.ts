import { predict } from '@seqloom/train';
import type { TextModel } from './text-types.ts';

/** Texts a step; small enough for a bag of words to stay small. */
const BATCH = 256;

/**
 * The probability of every class for some sequences of ids, in the order and form of {@link TextForm.sequences}.
 *
 * Shapes: N sequences → `[N, classes]`, row-major.
 *
 * @throws the signal's reason when it is aborted
 */
export async function textProbabilities(
  { model, form }: Pick<TextModel, 'model' | 'form'>,
  sequences: readonly Int32Array[],
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { length: count } = form.classes;
  const probabilities = new Float32Array(sequences.length * count);
  for (let start = 0; start < sequences.length; start += BATCH) {
    const inputs = form.inputs(sequences.slice(start, start + BATCH));
    const { data } = await predict(model, inputs, { batchSize: BATCH, ...(signal && { signal }) });
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
