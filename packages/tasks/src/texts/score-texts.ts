import { mostProbable } from './class-scores.ts';
import { idsOf } from './read-texts.ts';
import { textProbabilities } from './text-probabilities.ts';
import type { TextModel } from './text-types.ts';

/** What a model says of a text. */
export interface TextScore {
  /** The most probable class. */
  readonly label: string;
  /** The probability of the second class where there are two, of the label where there are more. */
  readonly score: number;
  /** How many words of the text the model knows; with none the label says nothing about it. */
  readonly knownWords: number;
  /** Of every class, in the order of the model's classes; they add up to 1. */
  readonly probabilities: Float32Array;
}

/**
 * Scores texts.
 *
 * @throws the signal's reason when it is aborted
 */
export async function scoreTexts(
  model: TextModel,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<TextScore[]> {
  const { classes } = model.form;
  const ids = idsOf(model, texts);
  const all = await textProbabilities(model, ids, signal);
  return ids[0]!.map(({ length: knownWords }, row) => {
    const probabilities = all.subarray(row * classes.length, (row + 1) * classes.length);
    const best = mostProbable(probabilities, 0, classes.length);
    const score = probabilities[classes.length === 2 ? 1 : best]!;
    return { label: classes[best]!, score, knownWords, probabilities };
  });
}
