import { denseCells } from '@seqloom/arrays';
import { checkPositiveInteger } from '@seqloom/options';
import { checkedSequences, refuseStep, sequenceLength } from './checked-sequences.ts';
import type { FloatMatrix, Sequence } from './pad-sequences.ts';

/**
 * Encodes each sequence as the set of its ids: 1 where an id occurs, 0 elsewhere.
 *
 * A dense matrix of a whole corpus is large (25,000 reviews × 10,000 words: 1 GB), so encode batch by batch.
 *
 * **Shapes**: `n` sequences → `[n, numWords]` float32.
 *
 * @throws TypeError for an id that is not a number.
 * @throws RangeError for an id outside `0 … numWords − 1`, and when the result would be larger than 4 GiB.
 *
 * @example
 * multiHot([[1, 3, 1], []], 4).data;  // [0, 1, 0, 1, 0, 0, 0, 0]
 */
export function multiHot(sequences: readonly Sequence[], numWords: number): FloatMatrix {
  checkPositiveInteger('multiHot', 'numWords', numWords);
  checkedSequences('multiHot', sequences);
  const shape = [sequences.length, numWords] as const;
  const data = new Float32Array(denseCells('multiHot', shape, 'Encode fewer sequences at a time.'));
  for (let row = 0; row < sequences.length; row++) {
    const sequence = sequences[row]!;
    const length = sequenceLength('multiHot', sequence, row);
    for (let i = 0; i < length; i++) {
      const id: unknown = sequence[i];
      if (typeof id !== 'number') refuseStep('multiHot', row, i, id);
      if (!Number.isInteger(id) || id < 0 || id >= numWords) {
        throw new RangeError(
          `multiHot: sequence ${row} holds id ${id}, expected 0 … ${numWords - 1}. Give the Tokenizer this numWords.`,
        );
      }
      data[row * numWords + id] = 1;
    }
  }
  return { data, shape };
}
