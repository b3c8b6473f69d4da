import { characterNgrams, type FloatMatrix, type Sequence } from '@seqloom/text';

/** Widths that hold endings, short words and the blanks beside them. */
const WIDTHS = [3, 4];

/** The sequences of three and four characters of a text, in lower case, white space as one blank. */
export function characterGrams(text: string): string[] {
  return characterNgrams(text.toLowerCase().replace(/\s+/g, ' '), WIDTHS);
}

/**
 * How often each id occurs: `1 + ln(count)`, 0 for none, scaled so that every row has length 1. Long and short texts are alike then,
 * and what occurs ten times does not count ten times.
 *
 * Shapes: `n` sequences → `[n, columns]` float32.
 *
 * **Source**: sublinear term frequency, Manning, Raghavan, Schütze, _Introduction to Information Retrieval_, section 6.4.1.
 */
export function logFrequencies(sequences: readonly Sequence[], columns: number): FloatMatrix {
  const data = new Float32Array(sequences.length * columns);
  for (const [row, ids] of sequences.entries()) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    for (let i = 0; i < ids.length; i++) values[ids[i]!]!++;
    let squares = 0;
    for (let id = 0; id < columns; id++) {
      if (values[id] === 0) continue;
      values[id] = 1 + Math.log(values[id]!);
      squares += values[id]! ** 2;
    }
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let id = 0; id < columns; id++) values[id]! /= length;
  }
  return { data, shape: [sequences.length, columns] };
}
