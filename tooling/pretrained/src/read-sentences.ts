import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LabelledRows, trainTestSplit } from '@seqloom/datasets';
import { readLabelledTextsFile, readTextsFile } from '@seqloom/datasets/node';
import type { LabelledSentence } from './negation-sentences.ts';

/** Where sentences come from, and which of them are kept to measure on. */
export interface Sentences {
  readonly train: readonly LabelledSentence[];
  /** A fifth of sentence polarity. */
  readonly test: readonly LabelledSentence[];
  /** How many training sentences come from each source. */
  readonly counts: Readonly<Record<'sentencePolarity' | 'uciSentences' | 'bundledReviews', number>>;
}

const UCI = ['amazon_cells_labelled.txt', 'imdb_labelled.txt', 'yelp_labelled.txt'] as const;
const REVIEWS = new URL('../../../apps/imdb/data/bundled-reviews.tsv', import.meta.url);

/**
 * Reads the sentences whose licences allow a model of them: sentence polarity and UCI's labelled sentences (CC BY 4.0), and the
 * training part of the bundled reviews (CC0).
 *
 * @param folder with `sentence_polarity.zip` and `uci_sentiment_labelled_sentences.tar.gz`
 */
export async function readSentences(folder: string): Promise<Sentences> {
  const { train, test } = trainTestSplit(await readPolarity(join(folder, 'sentence_polarity.zip')), {
    testSize: 0.2,
    seed: 1,
  });
  const polarity = rowsOf(train);
  const uci: LabelledSentence[] = [];
  const archive = join(folder, 'uci_sentiment_labelled_sentences.tar.gz');
  for (const member of UCI) {
    const options = { member, header: false, delimiter: '\t' };
    uci.push(...rowsOf(await readLabelledTextsFile(archive, options)));
  }
  const reviews = await readLabelledTextsFile(fileURLToPath(REVIEWS));
  const bundled = rowsOf(reviews).filter((_, i) => reviews.parts?.[i] === 'train');
  return {
    train: [...polarity, ...uci, ...bundled],
    test: rowsOf(test),
    counts: {
      sentencePolarity: polarity.length,
      uciSentences: uci.length,
      bundledReviews: bundled.length,
    },
  };
}

async function readPolarity(path: string): Promise<LabelledRows> {
  const parts = await Promise.all(
    ['neg', 'pos'].map(async (label) => {
      const member = `sentence_polarity/rt-polarity.${label}`;
      return (await readTextsFile(path, { member, encoding: 'iso-8859-1' })).texts;
    }),
  );
  return {
    texts: parts.flat(),
    labels: Int32Array.from(parts.flatMap((texts, label) => texts.map(() => label))),
    classes: ['negative', 'positive'],
  };
}

function rowsOf({ texts, labels }: Pick<LabelledRows, 'texts' | 'labels'>): LabelledSentence[] {
  return texts.map((text, i) => [text, labels[i]!] as const);
}
