import type { Batch, NdArray } from '@seqloom/datasets';
import { formatShape, ShapeError, sizeOf } from '@seqloom/nn';

/** How much the samples of each class count in the loss, by class number. Classes left out count 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/**
 * The weights of a batch: a sample's or step's own times its class's.
 *
 * @returns `[B]`, or `[B, T]` where steps have weights of their own; undefined when every sample counts 1
 * @throws ShapeError when the weights or the targets do not give one number or one class per sample
 */
export function sampleWeightsOf(batch: Batch, classWeight: ClassWeight | undefined): NdArray | undefined {
  const { targets, sampleWeights } = batch;
  if (!sampleWeights && !classWeight) return undefined;
  const count = targets.shape[0]!;
  if (sampleWeights && sampleWeights.data.length !== sizeOf(sampleWeights.shape)) {
    throw new ShapeError(
      `sampleWeights: shape ${formatShape(sampleWeights.shape)} takes ${sizeOf(sampleWeights.shape)} values, got ${sampleWeights.data.length}.`,
    );
  }
  const weights = sampleWeights ? Float32Array.from(sampleWeights.data) : new Float32Array(count).fill(1);
  const each = weights.length / count; // weights of one sample
  if (classWeight) {
    const classes = new Map(Object.entries(classWeight));
    classesOf(batch).forEach((label, i) => {
      for (let j = i * each; j < (i + 1) * each; j++) weights[j]! *= classes.get(String(label)) ?? 1;
    });
  }
  return { data: weights, shape: each === 1 ? [count] : sampleWeights!.shape };
}

/**
 * Checks class weights once, before training.
 *
 * @throws RangeError unless classes are numbered from 0 and weights are finite and not negative
 */
export function checkClassWeight(classWeight: ClassWeight | undefined): void {
  for (const [label, weight] of Object.entries(classWeight ?? {})) {
    if (!/^\d+$/.test(label) || !(Number.isFinite(weight) && weight >= 0)) {
      throw new RangeError(`classWeight: expected numbers ≥ 0 by class number, got ${label}: ${weight}.`);
    }
  }
}

/** Class numbers: the targets themselves, or the position of the largest value of one-hot targets. */
function classesOf({ targets: { data, shape } }: Batch): number[] {
  const count = shape[0]!;
  const width = data.length / count;
  if (width === 1) return Array.from(data);
  if (shape.length !== 2) {
    throw new ShapeError(
      `classWeight: needs one class per sample, got targets of shape ${formatShape(shape)}. Use sampleWeights.`,
    );
  }
  return Array.from({ length: count }, (_, row) => {
    const values = data.subarray(row * width, (row + 1) * width);
    return values.indexOf(Math.max(...values));
  });
}
