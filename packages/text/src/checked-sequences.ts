import { formatValue } from '@seqloom/options';

/** @throws TypeError unless `sequences` is iterable; a single sequence fails at its first number */
export function checkedSequences<T>(owner: string, sequences: T): T {
  if (typeof sequences === 'object' && sequences !== null && Symbol.iterator in sequences) return sequences;
  throw new TypeError(`${owner}: sequences must be a list of sequences, got ${formatValue(sequences)}.`);
}

/**
 * The number of steps of a sequence.
 *
 * @throws TypeError unless it is an array
 */
export function sequenceLength(owner: string, sequence: unknown, row: number): number {
  const length: unknown =
    typeof sequence === 'object' && sequence !== null && 'length' in sequence ? sequence.length : undefined;
  if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) return length;
  throw new TypeError(
    `${owner}: sequence ${row} must be an array of numbers, got ${formatValue(sequence)}. ` +
      'Put a single sequence into a list.',
  );
}

/** @throws TypeError for a step of a sequence that is not a number */
export function refuseStep(owner: string, row: number, step: number, value: unknown): never {
  throw new TypeError(
    `${owner}: step ${step} of sequence ${row} must be a number, got ${formatValue(value)}.`,
  );
}

/**
 * A sequence whose values are whole numbers.
 *
 * @throws TypeError for a value that is not a number, RangeError for one with a fraction, NaN or infinite
 */
export function checkedWholeNumbers<Numbers extends ArrayLike<number>>(
  owner: string,
  sequence: Numbers,
  row: number,
): Numbers {
  const length = sequenceLength(owner, sequence, row);
  for (let step = 0; step < length; step++) {
    const value: unknown = sequence[step];
    if (typeof value !== 'number') refuseStep(owner, row, step, value);
    if (!Number.isInteger(value)) {
      throw new RangeError(`${owner}: sequence ${row} holds ${value}, expected a word index.`);
    }
  }
  return sequence;
}
