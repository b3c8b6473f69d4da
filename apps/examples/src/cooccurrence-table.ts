import { heatmapSVG, tableText } from '@seqloom/charts';
import { cooccurrence, denseMatrix, type WordMatrix } from '@seqloom/vectors';
import type { Listing } from './listing.ts';

/** The corpus beside the window-based co-occurrence matrix. */
const CORPUS: readonly string[] = ['I like deep learning.', 'I like NLP.', 'I enjoy flying.'];

/** The order in which the table prints its words; the last one is the full stop. */
const WORDS: readonly string[] = ['I', 'like', 'enjoy', 'deep', 'learning', 'NLP', 'flying', '.'];

/** How often two words of the corpus stand side by side. Capitals are kept and the full stop is a word. */
export function countNeighbours(): WordMatrix {
  const sentences = CORPUS.map((sentence) => sentence.match(/\w+|\./g)!);
  return cooccurrence(sentences, { window: 1, words: WORDS });
}

/** The counts as the slide prints them. */
export function cooccurrenceText(): string {
  const matrix = countNeighbours();
  const counts = denseMatrix(matrix);
  const size = WORDS.length;
  return tableText(
    [{ name: 'counts' }, ...WORDS.map((name) => ({ name }))],
    WORDS.map((word, row) => [word, ...counts.subarray(row * size, (row + 1) * size)]),
  );
}

/** The counts as a heat map. */
function cooccurrenceSVG(): string {
  const counts = denseMatrix(countNeighbours());
  const size = WORDS.length;
  return heatmapSVG({
    title: 'Words side by side',
    values: WORDS.map((_, row) => counts.subarray(row * size, (row + 1) * size)),
    rows: WORDS,
    columns: WORDS,
    numbers: true,
  });
}

/** The slide's table and its picture. */
export const cooccurrenceListing: Listing = {
  item: 'co-occurrence',
  title: 'window-based co-occurrence matrix',
  source: 'slides',
  run({ print, picture }) {
    print(cooccurrenceText());
    picture('cooccurrence.svg', cooccurrenceSVG());
    return { table: [...denseMatrix(countNeighbours())].join('') };
  },
};
