import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReviews } from '@seqloom/datasets/node';
import { TextClassifier } from '@seqloom/tasks';
import type { LabelledSentence } from './negation-sentences.ts';

export const LABELS = ['negative', 'positive'] as const;

/** Where the model is right, as a share of samples that it has not learned from. */
export interface Measured {
  readonly samples: number;
  readonly accuracy: number;
}

/**
 * Measures the sentiment model as its file holds it: on a fifth of sentence polarity, on the sentences of `negation.tsv`, and on the test
 * reviews of IMDB.
 *
 * @param bytes the model's file
 * @param data `test`: the fifth of sentence polarity; `folder`: with `aclImdb_labelled_50k.tar.gz`
 */
export async function measureSentiment(
  bytes: Uint8Array,
  { folder, test }: { readonly folder: string; readonly test: readonly LabelledSentence[] },
): Promise<{
  readonly parameters: number;
  readonly accuracy: Readonly<Record<'sentencePolarity' | 'negation' | 'imdbTest', Measured>>;
}> {
  const model = await TextClassifier.load(bytes);
  const measured = async (rows: readonly LabelledSentence[]): Promise<Measured> => {
    const labels = rows.map(([, label]) => LABELS[label]!);
    const { accuracy } = await model.evaluate({ texts: rows.map(([text]) => text), labels });
    return { samples: rows.length, accuracy };
  };
  const own = readFileSync(new URL('../negation.tsv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const { test: imdb } = await readReviews(join(folder, 'aclImdb_labelled_50k.tar.gz'), { splits: ['test'] });
  try {
    return {
      parameters: model.parts.model.countParams(),
      accuracy: {
        sentencePolarity: await measured(test),
        negation: await measured(own.map((line): LabelledSentence => [line.slice(2), Number(line[0])])),
        imdbTest: await measured(imdb.texts.map((text, i): LabelledSentence => [text, imdb.labels[i]!])),
      },
    };
  } finally {
    model.dispose();
  }
}
