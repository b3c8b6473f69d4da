import { add, cast, mul, reshape, type Tensor } from '@seqloom/backend';
import { boolean, formatValue, notNegative, type OptionalRule, rule } from '@seqloom/options';
import type { InitializerOption } from './initializers.ts';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import type { Parameter } from './parameter.ts';
import type { Regularizer } from './regularizers.ts';
import { initializer, regularizer } from './rules.ts';
import { type Shape, ShapeError } from './shape.ts';
import { standardize } from './standardize.ts';
import { type Stepping, stepsUnless } from './stepping.ts';

/** Options of `LayerNormalization`. */
export interface LayerNormalizationOptions extends LayerOptions {
  /** The axis, or axes, that are normalised together; negative ones count from the end. Default −1. */
  readonly axis?: number | readonly number[];
  /** Added to the variance; default 1e−3. */
  readonly epsilon?: number;
  /** Whether `beta` is added; default true. */
  readonly center?: boolean;
  /** Whether `gamma` multiplies; default true. */
  readonly scale?: boolean;
  /** Default `zeros`. */
  readonly betaInitializer?: InitializerOption;
  /** Default `ones`. */
  readonly gammaInitializer?: InitializerOption;
  readonly betaRegularizer?: Regularizer | undefined;
  readonly gammaRegularizer?: Regularizer | undefined;
}

/**
 * Normalises every sample by itself: `gamma · (x − mean) / √(variance + epsilon) + beta`, mean and variance over `axis`.
 *
 * Shapes: `x [B, …]` float32 (integers are converted) → the same; weights `gamma` and `beta` with the sizes of the axes, in
 * their order. A mask passes through.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError when the input lacks an axis
 *
 * **Source**: `keras.layers.LayerNormalization`, same defaults and layout; Ba et al. 2016.
 *
 * @example
 * ```ts
 * const layer = new LayerNormalization({ epsilon: 1e-6 });
 * layer.build([null, 200, 64]);
 * ```
 */
export class LayerNormalization extends Layer<LayerNormalizationOptions, Tensor> {
  static readonly className: string = 'LayerNormalization';
  static readonly rules: LayerRules<LayerNormalizationOptions> = {
    axis: axes(-1),
    epsilon: notNegative(1e-3),
    center: boolean(true),
    scale: boolean(true),
    betaInitializer: initializer('zeros'),
    gammaInitializer: initializer('ones'),
    betaRegularizer: regularizer(),
    gammaRegularizer: regularizer(),
  };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, …]',
    minRank: 2,
    fixedAxes: [this.settings.axis].flat(),
  };
  #gamma: Parameter | undefined;
  #beta: Parameter | undefined;

  // No documentation comment: it would hide that of the class from whoever hovers the constructor.
  constructor(options: LayerNormalizationOptions = {}) {
    super(options);
  }

  protected override createParameters(inputShape: Shape): void {
    const { scale, center, gammaInitializer, gammaRegularizer, betaInitializer, betaRegularizer } =
      this.settings;
    const shape = this.#axes(inputShape).map((axis) => inputShape[axis]!);
    if (scale) {
      this.#gamma = this.addParameter('gamma', shape, {
        initializer: gammaInitializer,
        regularizer: gammaRegularizer,
      });
    }
    if (!center) return;
    this.#beta = this.addParameter('beta', shape, {
      initializer: betaInitializer,
      regularizer: betaRegularizer,
    });
  }

  protected call(input: Tensor): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    const axes = this.#axes(x.shape);
    const shape = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
    let { y } = standardize({ x, axes, epsilon: this.settings.epsilon });
    if (this.#gamma) y = mul(y, reshape(this.#gamma.value, shape));
    return this.#beta ? add(y, reshape(this.#beta.value, shape)) : y;
  }

  /** None: it only scales and moves. */
  override countMultiplyAdds(): number {
    return 0;
  }

  override stepping([{ length }]: readonly [Shape]): Stepping {
    return stepsUnless(this.label, [this.settings.axis].flat(), length);
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }

  /** The axes from 1 on, in order. */
  #axes({ length }: Shape): readonly number[] {
    const given = [this.settings.axis].flat();
    const axes = given.map((axis) => (axis < 0 ? axis + length : axis)).sort((a, b) => a - b);
    if (axes[0]! > 0 && new Set(axes).size === axes.length) return axes;
    throw new ShapeError(
      `${this.label}: axis must name different axes after the batch, got ${formatValue(this.settings.axis)} for an input ` +
        `of rank ${length}.`,
    );
  }
}

/** The rule of one axis or a list of them. */
function axes(fallback: number): OptionalRule<number | readonly number[]> {
  return rule<number | readonly number[]>((owner, option, value) => {
    const list = Array.isArray(value) ? value : [value];
    if (list.length > 0 && list.every(Number.isSafeInteger)) return;
    throw new (typeof value === 'number' ? RangeError : TypeError)(
      `${owner}: ${option} must be an integer or a list of integers, got ${formatValue(value)}.`,
    );
  }, fallback);
}
