import { firstNonFinite } from '@seqloom/arrays';
import { peek, type Tensor } from '@seqloom/backend';
import { fitsFirstAxes } from './align-to-first-axes.ts';

/** Numbers on the host with their shape: an array, or a copy of a tensor. */
export interface HostValues {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  /** The name of the array in messages: `its batch`, or `the targets` of all samples. */
  readonly whole: string;
}

/** The numbers of a tensor; undefined on backends that would have to wait for them. */
export function hostValues(x: Tensor): HostValues | undefined {
  const data = peek(x);
  return data && { data, shape: x.shape, whole: 'its batch' };
}

/**
 * The weights or mask of the first axes; 0 for positions that do not count. Undefined when all count, or when the weights are of
 * another shape and belong to other steps.
 */
export function countsOf(values: HostValues, weights: Tensor | undefined): ArrayLike<number> | undefined {
  if (!weights) return undefined;
  return fitsFirstAxes(weights.shape, values.shape) ? peek(weights) : undefined;
}

/** @throws RangeError naming the first number that is not finite; it would make the loss NaN even under a mask */
export function checkFinite(owner: string, values: HostValues): void {
  const { data } = values;
  const wrong = firstNonFinite(data);
  if (wrong < 0) return;
  throw new RangeError(
    `${owner}: targets must be finite numbers, got ${data[wrong]} at ${placeOf(wrong, values)}. Remove the sample; a mask or a ` +
      'weight of 0 does not exclude it.',
  );
}

/** @throws RangeError naming the first target that counts and is not in 0 … 1 */
export function checkUnitInterval(owner: string, values: HostValues, counts?: ArrayLike<number>): void {
  checkTargets(owner, 'a probability from 0 to 1', values, counts, (value) => value >= 0 && value <= 1);
}

/** @throws RangeError naming the first target that counts and is neither 0 nor 1 */
export function checkBinary(owner: string, values: HostValues, counts?: ArrayLike<number>): void {
  checkTargets(owner, '0 or 1', values, counts, (value) => value === 0 || value === 1);
}

/** @throws RangeError naming the first label that counts and is not a class number */
export function checkLabels(
  owner: string,
  values: HostValues,
  classes: number,
  counts?: ArrayLike<number>,
): void {
  const { data } = values;
  const each = counts ? data.length / counts.length : 1;
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    if (counts && counts[Math.floor(i / each)] === 0 && Number.isFinite(label)) continue;
    const wrong = Number.isInteger(label) ? 'is outside' : 'is not a whole number from';
    throw new RangeError(
      `${owner}: label ${label} ${wrong} 0 … ${classes - 1}. The last layer has ${classes} units. It is at ${placeOf(i, values)}.`,
    );
  }
}

/** Accepts rows that were rounded to two digits. */
const SUM_TOLERANCE = 0.01;

/**
 * Checks that the rows of the last axis are distributions over classes: one-hot, or soft labels.
 *
 * @param wayOut advice for targets of another kind
 * @throws RangeError naming the first number outside 0 … 1 or the first row that does not sum to 1
 */
export function checkDistributions(
  owner: string,
  values: HostValues,
  counts: ArrayLike<number> | undefined,
  wayOut: string,
): void {
  const { data, shape } = values;
  const classes = shape.at(-1)!;
  const rows = data.length / classes;
  let wrongRow: number | undefined;
  let wrongTotal = 1;
  // One fast pass, because a batch may hold a million targets. The wrong target is searched for afterwards.
  let inInterval = true;
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let i = row * classes; i < (row + 1) * classes; i++) {
      const probability = data[i]!;
      if (!(probability >= 0 && probability <= 1)) inInterval = false;
      total += probability;
    }
    if (Math.abs(total - 1) <= SUM_TOLERANCE || wrongRow !== undefined) continue;
    if (counts && counts[Math.floor(row / (rows / counts.length))] === 0) continue;
    wrongRow = row;
    wrongTotal = total;
  }
  if (!inInterval) checkUnitInterval(owner, values, counts);
  if (wrongRow !== undefined) {
    throw new RangeError(
      `${owner}: the targets of a sample must sum to 1, one-hot or probabilities of the classes, got ${wrongTotal} at ${placeOf(wrongRow, { ...values, shape: shape.slice(0, -1) })}. ${wayOut}`,
    );
  }
}

function checkTargets(
  owner: string,
  expected: string,
  values: HostValues,
  counts: ArrayLike<number> | undefined,
  fits: (value: number) => boolean,
): void {
  const { data } = values;
  const each = counts ? data.length / counts.length : 1;
  for (let i = 0; i < data.length; i++) {
    if (fits(data[i]!)) continue;
    if (counts && counts[Math.floor(i / each)] === 0 && Number.isFinite(data[i])) continue;
    throw new RangeError(`${owner}: a target must be ${expected}, got ${data[i]} at ${placeOf(i, values)}.`);
  }
}

/** Tolerance for outputs that a kernel rounds to slightly above 1. */
const ROUNDING = 1e-6;

/**
 * Checks outputs that must be probabilities.
 *
 * @param wayOut advice for outputs that are logits
 * @returns whether an output that counts is NaN
 * @throws RangeError naming the first output that counts and is outside 0 … 1
 */
export function checkProbabilities(
  owner: string,
  values: HostValues,
  counts: ArrayLike<number> | undefined,
  wayOut: string,
): boolean {
  const { data } = values;
  const each = counts ? data.length / counts.length : 1;
  let someNaN = false;
  for (let i = 0; i < data.length; i++) {
    const output = data[i]!;
    if (output >= -ROUNDING && output <= 1 + ROUNDING) continue;
    if (counts && counts[Math.floor(i / each)] === 0) continue;
    if (!Number.isNaN(output)) {
      throw new RangeError(
        `${owner}: outputs must be probabilities from 0 to 1, got ${output} at ${placeOf(i, values)}. ${wayOut}`,
      );
    }
    someNaN = true;
  }
  return someNaN;
}

/** Whether an output that counts is NaN. */
export function hasNaN({ data }: HostValues, counts: ArrayLike<number> | undefined): boolean {
  const each = counts ? data.length / counts.length : 1;
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i]) && !(counts && counts[Math.floor(i / each)] === 0)) return true;
  }
  return false;
}

/** `[2, 0] of its batch`: the position of element i. */
export function placeOf(i: number, { shape, whole }: Pick<HostValues, 'shape' | 'whole'>): string {
  const place: number[] = [];
  let rest = i;
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${place.join(', ')}] of ${whole}`;
}
