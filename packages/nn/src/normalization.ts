import type { NdArray } from '@seqloom/arrays';
import {
  add,
  cast,
  div,
  maximum,
  mul,
  reshape,
  scalar,
  sqrt,
  sub,
  type Tensor,
  tensor,
} from '@seqloom/backend';
import { boolean, formatValue, type OptionalRule, optional, rule } from '@seqloom/options';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { MeanAndVariance } from './mean-and-variance.ts';
import type { Parameter } from './parameter.ts';
import { formatShape, type Shape, ShapeError, sameShape, sizeOf } from './shape.ts';
import { type Stepping, stepsUnless } from './stepping.ts';

/** Options of `Normalization`. */
export interface NormalizationOptions extends LayerOptions {
  /**
   * The axis, or axes, whose places have a mean and a variance each, after the batch; negative ones count from the end. `null`: one
   * mean for all. Default −1.
   */
  readonly axis?: number | readonly number[] | null;
  /** In place of `adapt`: one number, or those of the places along the axes, last axis fastest. */
  readonly mean?: number | readonly number[] | undefined;
  /** As `mean`; none is below 0. */
  readonly variance?: number | readonly number[] | undefined;
  /** Whether it undoes what the layer does; default false. */
  readonly invert?: boolean;
}

/** As in Keras, the least standard deviation. */
const LEAST = 1e-7;

/**
 * Scales numbers of a data set to mean 0 and variance 1: `(x − mean) / max(√variance, 1e−7)`, of which `adapt` takes mean and
 * variance from data. With `invert` it gives `x · max(√variance, 1e−7) + mean`. Without either it changes nothing.
 *
 * Shapes: `x [B, …]` float32 (integers are converted) → the same; weights `mean` and `variance` with the sizes of the axes,
 * which no gradient changes; none where the options give them. A mask passes through.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError when the input lacks an axis
 *
 * **Source**: `keras.layers.Normalization`, without its weight `count`, which is not used any more.
 *
 * @example
 * ```ts
 * const layer = new Normalization();
 * layer.adapt({ data: Float32Array.of(0, 7, 4, 2, 9, 6), shape: [2, 3] }); // mean 1, 8, 5, variance 1, 1, 1
 * ```
 */
export class Normalization extends Layer<NormalizationOptions, Tensor> {
  static readonly className: string = 'Normalization';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<NormalizationOptions> = {
    axis: axes(-1),
    mean: optional(numbers()),
    variance: optional(numbers()),
    invert: boolean(false),
  };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, …]',
    minRank: 1,
    fixedAxes: [this.settings.axis ?? []].flat(),
  };
  #adapted: MeanAndVariance | undefined;
  #mean: Parameter | undefined;
  #variance: Parameter | undefined;

  // No documentation comment: it would hide that of the class from whoever hovers the constructor.
  constructor(options: NormalizationOptions = {}) {
    super(options);
    const { mean, variance } = this.settings;
    if ((mean === undefined) !== (variance === undefined)) {
      const [missing, other] = mean === undefined ? ['mean', 'variance'] : ['variance', 'mean'];
      throw new TypeError(`Normalization: ${missing} must be given with ${other}, got ${other} alone.`);
    }
    if ([variance ?? []].flat().some((value) => value < 0)) {
      throw new RangeError(`Normalization: variance must be numbers ≥ 0, got ${formatValue(variance)}.`);
    }
    if ([mean].flat().length !== [variance].flat().length) {
      throw new RangeError(
        `Normalization: variance must be as many numbers as mean, got ${[variance].flat().length} and ${[mean].flat().length}.`,
      );
    }
  }

  /**
   * Takes mean and variance from data, in place of earlier ones.
   *
   * @param data `[N, …]`, or arrays of that form that together are the data, such as a generator's
   * @throws RangeError for data without a number, and where the options give mean and variance; ShapeError for arrays that do not fit each
   * other or what the layer was built for
   */
  adapt(data: NdArray | Iterable<NdArray>): void {
    if (this.settings.mean !== undefined) {
      throw new RangeError(`${this.label}: adapt: mean and variance are among the options. Leave them out.`);
    }
    const statistics = new MeanAndVariance(`${this.label}: adapt`, (shape) => this.#axes(shape));
    for (const array of Symbol.iterator in data ? data : [data]) statistics.add(array);
    statistics.checkNotEmpty();
    if (this.built) {
      const expected = this.#mean!.shape;
      if (!sameShape(statistics.shape, expected)) {
        throw new ShapeError(
          `${this.label}: adapt: expected data with ${formatShape(expected)} along its axes, as the layer was built for, got ` +
            `${formatShape(statistics.shape)}.`,
        );
      }
      this.#mean!.assign(statistics.mean);
      this.#variance!.assign(statistics.variance);
    }
    this.#adapted = statistics;
  }

  protected override createParameters(inputShape: Shape): void {
    const sizes = this.#axes(inputShape).map((axis) => inputShape[axis]!);
    const { mean } = this.settings;
    if (mean !== undefined) {
      this.#spread(mean, sizes); // checks the count
      return;
    }
    const adapted = this.#adapted;
    if (adapted && !sameShape(adapted.shape, sizes)) {
      throw new ShapeError(
        `${this.label}: was adapted to ${formatShape(adapted.shape)} along its axes, got input ${formatShape(inputShape)}.`,
      );
    }
    const parameter = (name: string, values: Float32Array | undefined, fallback: 'zeros' | 'ones') =>
      this.addParameter(name, sizes, {
        initializer: values ? () => values.slice() : fallback,
        trainable: false,
      });
    this.#mean = parameter('mean', adapted?.mean, 'zeros');
    this.#variance = parameter('variance', adapted?.variance, 'ones');
  }

  protected call(input: Tensor): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    const axes = this.#axes(x.shape);
    const shape = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
    const mean = this.#along(this.#mean, this.settings.mean, axes, shape);
    const variance = this.#along(this.#variance, this.settings.variance, axes, shape);
    const deviation = maximum(sqrt(variance), scalar(LEAST));
    return this.settings.invert ? add(mul(x, deviation), mean) : div(sub(x, mean), deviation);
  }

  /** None: it only scales and moves. */
  override countMultiplyAdds(): number {
    return 0;
  }

  override stepping([{ length }]: readonly [Shape]): Stepping {
    return stepsUnless(this.label, [this.settings.axis ?? []].flat(), length);
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }

  /** Numbers of a weight or of an option, with the axes of the input. */
  #along(
    parameter: Parameter | undefined,
    given: number | readonly number[] | undefined,
    axes: readonly number[],
    shape: readonly number[],
  ): Tensor {
    if (parameter) return reshape(parameter.value, shape);
    return tensor(
      this.#spread(
        given!,
        axes.map((axis) => shape[axis]!),
      ),
      shape,
    );
  }

  /** Given numbers for all places along the axes. Fewer are those of the last axes. */
  #spread(given: number | readonly number[], sizes: readonly number[]): Float32Array {
    const values = [given].flat();
    const ends = sizes.map((_, i) => sizeOf(sizes.slice(i)));
    if (typeof given === 'number' || ends.includes(values.length)) {
      return Float32Array.from({ length: sizeOf(sizes) }, (_, i) => values[i % values.length]!);
    }
    throw new ShapeError(
      `${this.label}: mean and variance must be one number or ${ends.join(' or ') || 'no list'}, for axes of size ${formatShape(sizes)}, ` +
        `got ${values.length}.`,
    );
  }

  /** The axes from 1 on, in order. */
  #axes({ length }: Shape): readonly number[] {
    const given = [this.settings.axis ?? []].flat();
    const axes = given.map((axis) => (axis < 0 ? axis + length : axis)).sort((a, b) => a - b);
    if (axes.every((axis) => axis > 0 && axis < length) && new Set(axes).size === axes.length) return axes;
    throw new ShapeError(
      `${this.label}: axis must name different axes after the batch, got ${formatValue(this.settings.axis)} for an input ` +
        `of rank ${length}.`,
    );
  }
}

/** The rule of one axis, a list of them, or null. */
function axes(fallback: number): OptionalRule<number | readonly number[] | null> {
  const axis = rule<number | readonly number[] | null>((owner, option, value) => {
    if (value === null || [value].flat().every(Number.isSafeInteger)) return;
    throw new (typeof value === 'number' ? RangeError : TypeError)(
      `${owner}: ${option} must be an integer, a list of integers or null, got ${formatValue(value)}.`,
    );
  }, fallback);
  return { ...axis, nullable: true };
}

/** The rule of one finite number or a list of them. */
function numbers() {
  return rule<number | readonly number[]>((owner, option, value) => {
    const list: readonly unknown[] = [value].flat();
    if (list.length > 0 && list.every(Number.isFinite)) return;
    throw new (typeof value === 'number' ? RangeError : TypeError)(
      `${owner}: ${option} must be a finite number or a list of them, got ${formatValue(value)}.`,
    );
  });
}
