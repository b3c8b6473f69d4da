import { denseCells } from '@seqloom/arrays';
import { checkOneOf } from '@seqloom/options';
import { checkedWholeNumbers } from './checked-sequences.ts';
import type { FloatMatrix, Sequence } from './pad-sequences.ts';

/** The value of a word in a row of {@link Tokenizer.textsToMatrix}. */
export type MatrixMode = 'binary' | 'count' | 'freq' | 'tfidf';

/** The counts of the vocabulary that the rows depend on. */
interface MatrixContext {
  readonly columns: number;
  readonly documentCount: number;
  /** Number of documents in which an index occurred. */
  readonly indexDocs: ReadonlyMap<number, number>;
}

const MODES: readonly MatrixMode[] = ['binary', 'count', 'freq', 'tfidf'];

/**
 * Counts the indices of every sequence, one row per sequence. With count `c`, sequence length `L`, `N` documents and
 * document frequency `df`:
 *
 *     binary = 1    count = c    freq = c / L    tfidf = (1 + ln c) · ln(1 + N / (1 + df))
 *
 * Indices from `columns` on are left out but count in `L`, as in Keras.
 */
export function sequencesToRows(
  sequences: readonly Sequence[],
  mode: MatrixMode,
  { columns, documentCount, indexDocs }: MatrixContext,
): FloatMatrix {
  checkOneOf('Tokenizer', 'mode', mode, MODES);
  if (mode === 'tfidf' && documentCount === 0) {
    throw new RangeError('Tokenizer: mode tfidf needs document counts. Call fitOnTexts first.');
  }
  const shape = [sequences.length, columns] as const;
  const wayOut = 'Lower numWords or take fewer texts at a time.';
  const data = new Float32Array(denseCells('Tokenizer', shape, wayOut));
  for (let row = 0; row < sequences.length; row++) {
    const sequence = checkedWholeNumbers('Tokenizer', sequences[row]!, row);
    const counts = new Map<number, number>();
    for (let i = 0; i < sequence.length; i++) {
      const index = sequence[i]!;
      if (index < 0) {
        throw new RangeError(`Tokenizer: sequence ${row} holds ${index}, expected a word index from 0 on.`);
      }
      if (index < columns) counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    for (const [index, count] of counts) {
      let value = 1;
      if (mode === 'count') value = count;
      else if (mode === 'freq') value = count / sequence.length;
      else if (mode === 'tfidf') {
        value = (1 + Math.log(count)) * Math.log(1 + documentCount / (1 + (indexDocs.get(index) ?? 0)));
      }
      data[row * columns + index] = value;
    }
  }
  return { data, shape };
}
