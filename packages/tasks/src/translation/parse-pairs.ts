import { DatasetError } from '@seqloom/datasets';
import { sentenceWords } from './sentence-words.ts';

/** A sentence and what it is in the other language. */
export interface SentencePair {
  readonly source: string;
  readonly target: string;
}

/**
 * Reads pairs of sentences, one a line: the sentence, a tab, its translation; what follows a further tab, such as the authors, is passed over. Empty lines
 * are, too.
 *
 * @param file whose text it is, for messages
 * @throws DatasetError naming the line with one side only, or without a word on one
 */
export function parsePairs(file: string, text: string): readonly SentencePair[] {
  const pairs: SentencePair[] = [];
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const [source = '', target] = line.split('\t').map((side) => side.trim());
    const place = `line ${i + 1}`;
    if (target === undefined) {
      throw new DatasetError(
        file,
        `${place} has one sentence, expected two with a tab between them. Write SENTENCE, tab, TRANSLATION.`,
      );
    }
    for (const [name, side] of [
      ['sentence', source],
      ['translation', target],
    ] as const) {
      if (sentenceWords(side).length > 0) continue;
      throw new DatasetError(file, `${place} has an empty ${name}. Complete it, or delete the line.`);
    }
    pairs.push({ source, target });
  }
  return pairs;
}
