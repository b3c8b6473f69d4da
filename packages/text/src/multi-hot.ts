import type { FloatMatrix, Sequence } from './pad-sequences.ts';

/**
 * Encodes each sequence as the set of its ids: 1 where an id occurs, 0 elsewhere.
 *
 * A dense matrix of a whole corpus is large (25,000 reviews × 10,000 words: 1 GB), so encode batch by batch.
 *
 * **Shapes**: `n` sequences → `[n, numWords]` float32.
 *
 * @throws RangeError for an id outside `0 … numWords − 1`.
 *
 * @example
 * multiHot([[1, 3, 1], []], 4).data;  // [0, 1, 0, 1, 0, 0, 0, 0]
 */
export function multiHot(sequences: readonly Sequence[], numWords: number): FloatMatrix {
  if (!Number.isInteger(numWords) || numWords < 1) {
    throw new RangeError(`multiHot: numWords must be a positive integer, got ${numWords}.`);
  }
  const data = new Float32Array(sequences.length * numWords);
  for (let row = 0; row < sequences.length; row++) {
    const sequence = sequences[row]!;
    for (let i = 0; i < sequence.length; i++) {
      const id = sequence[i]!;
      if (!Number.isInteger(id) || id < 0 || id >= numWords) {
        throw new RangeError(
          `multiHot: sequence ${row} holds id ${id}, expected 0 … ${numWords - 1}. Give the Tokenizer this numWords.`,
        );
      }
      data[row * numWords + id] = 1;
    }
  }
  return { data, shape: [sequences.length, numWords] };
}
