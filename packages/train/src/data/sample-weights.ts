import { firstNonFinite, type NdArray } from '@seqloom/arrays';
import { formatShape, ShapeError, sizeOf } from '@seqloom/nn';
import { placeOf } from '../values/check-values.ts';
import { type ClassWeight, multiplyWeights, weightsByClass } from './class-weight.ts';

/**
 * The weights of a batch: the weight of each sample or step times the weight of its class.
 *
 * @param outputShape of the model
 * @returns `[B]`, or `[B, T]` for weights per step; undefined when all weights are 1
 * @throws ShapeError when weights do not fit; RangeError for weights that are not finite and for targets that do not name
 * one class each where there are class weights
 */
export function sampleWeightsOf(
  { targets, sampleWeights }: { readonly targets: NdArray; readonly sampleWeights: NdArray | undefined },
  outputShape: readonly (number | null)[],
  classWeight?: ClassWeight,
): NdArray | undefined {
  const own = sampleWeights && checkWeights(sampleWeights);
  if (!classWeight) return own;
  const byClass = weightsByClass(classWeight, targets, outputShape);
  return own ? multiplyWeights(own, byClass) : byClass;
}

/** Checks weights and drops a last axis of size 1: `[B]` or `[B, T]`. */
function checkWeights({ data, shape }: NdArray): NdArray {
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(
      `sampleWeights: shape ${formatShape(shape)} takes ${sizeOf(shape)} values, got ${data.length}.`,
    );
  }
  const wrong = firstNonFinite(data);
  if (wrong >= 0) {
    throw new RangeError(
      `sampleWeights: must be finite numbers, got ${data[wrong]} at ${placeOf(wrong, { shape, whole: 'its batch' })}.`,
    );
  }
  return { data, shape: shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape };
}
