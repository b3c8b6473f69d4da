import type { NdArray } from '@seqloom/arrays';
import { formatShape, ShapeError } from '@seqloom/nn';
import { formatValue, type OptionalRule, optional, rule } from '@seqloom/options';
import { fitsFirstAxes } from '../values/align-to-first-axes.ts';
import { placeOf } from '../values/check-values.ts';
import { hotPlace } from './one-hot.ts';

/** The weights of the samples or steps of each class in the loss, by class number; 1 for classes that are left out. */
export type ClassWeight = Readonly<Record<number, number>>;

/** The rule of the option `classWeight`. */
export const CLASS_WEIGHT_RULE: OptionalRule<ClassWeight | undefined> = optional(
  rule<ClassWeight>((owner, option, value) => {
    // A Map has no keys of its own, and would weigh nothing.
    if (
      typeof value !== 'object' ||
      value === null ||
      Symbol.iterator in value ||
      ArrayBuffer.isView(value)
    ) {
      throw new TypeError(
        `${owner}: ${option} must hold weights by class number, such as { 0: 1, 1: 5 }, got ${formatValue(value)}.`,
      );
    }
    for (const [label, weight] of Object.entries(value)) {
      if (/^(0|[1-9]\d*)$/.test(label) && Number.isFinite(weight) && weight >= 0) continue;
      throw new RangeError(
        `${owner}: ${option} must hold finite numbers ≥ 0 by class number, got ${label}: ${formatValue(weight)}.`,
      );
    }
  }),
);

/**
 * Looks up the weight of the class of every label: per sample for targets `[B]`, `[B, 1]` and one-hot `[B, C]`, per step for
 * `[B, T]`, `[B, T, 1]` and one-hot `[B, T, C]`.
 *
 * @param outputShape of the model; targets with its last axis are one-hot
 * @throws RangeError for a target that does not name one class, or a weight for a class that the model does not have
 */
export function weightsByClass(
  classWeight: ClassWeight,
  { data, shape }: NdArray,
  outputShape: readonly (number | null)[],
): NdArray {
  const classes = outputShape.at(-1)!;
  const weights = new Map(Object.entries(classWeight).map(([label, weight]) => [Number(label), weight]));
  const unknown = [...weights.keys()].find((label) => classes > 1 && label >= classes);
  if (unknown !== undefined) {
    throw new RangeError(
      `classWeight: there is no class ${unknown}, the last layer has ${classes} units: classes 0 … ${classes - 1}.`,
    );
  }
  const oneHot = shape.length === outputShape.length && shape.at(-1) === classes && classes > 1;
  const hasUnitAxis = shape.length > 1 && shape.at(-1) === 1;
  const labelShape = oneHot || hasUnitAxis ? shape.slice(0, -1) : shape;
  const width = oneHot ? classes : 1;
  const result = new Float32Array(data.length / width);
  for (let i = 0; i < result.length; i++) {
    const label = oneHot ? hotPlace(data, i * width, width) : data[i]!;
    if (!Number.isInteger(label) || label < 0) {
      const got = oneHot ? `[${data.subarray(i * width, (i + 1) * width).join(', ')}]` : label;
      throw new RangeError(
        `classWeight: a target must name one class, got ${got} at ${placeOf(i, { shape: labelShape, whole: 'its batch' })}. Use sampleWeights.`,
      );
    }
    result[i] = weights.get(label) ?? 1;
  }
  return { data: result, shape: labelShape };
}

/**
 * Multiplies two arrays of weights, of which one may be per sample and the other per step.
 *
 * @throws ShapeError when neither has the shape of the other's first axes
 */
export function multiplyWeights(a: NdArray, b: NdArray): NdArray {
  const [short, long] = a.shape.length <= b.shape.length ? [a, b] : [b, a];
  if (!fitsFirstAxes(short.shape, long.shape)) {
    throw new ShapeError(
      `sampleWeights: weights of shape ${formatShape(a.shape)} do not fit class weights of shape ${formatShape(b.shape)}.`,
    );
  }
  const each = long.data.length / short.data.length;
  const data = Float32Array.from(long.data, (weight, i) => weight * short.data[Math.floor(i / each)]!);
  return { data, shape: long.shape };
}
