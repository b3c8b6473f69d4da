import { predict } from '@seqloom/train';
import { mostProbable } from './class-scores.ts';
import type { TextModel } from './text-types.ts';

/** Texts a step; small enough for a bag of words to stay small. */
const BATCH = 256;

/** What a model says of a text. */
export interface TextScore {
  /** The most probable class. */
  readonly label: string;
  /** The probability of the second class where there are two, of the label where there are more. */
  readonly score: number;
  /** How many words of the text the model knows; with none the label says nothing about it. */
  readonly knownWords: number;
}

/**
 * Scores texts.
 *
 * @throws the signal's reason when it is aborted
 */
export async function scoreTexts(
  { model, tokenizer, form }: TextModel,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<TextScore[]> {
  const { classes } = form;
  const scores: TextScore[] = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    const sequences = form.sequences(tokenizer, texts.slice(start, start + BATCH));
    const inputs = form.inputs(sequences);
    const { data } = await predict(model, inputs, { batchSize: BATCH, ...(signal && { signal }) });
    for (const [i, { length: knownWords }] of sequences.entries()) {
      const best =
        classes.length === 2
          ? Number(data[i]! > 0.5)
          : mostProbable(data, i * classes.length, classes.length);
      const score = classes.length === 2 ? data[i]! : data[i * classes.length + best]!;
      scores.push({ label: classes[best]!, score, knownWords });
    }
  }
  return scores;
}
