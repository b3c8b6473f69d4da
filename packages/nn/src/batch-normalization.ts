import {
  add,
  cast,
  dispose,
  mul,
  own,
  reshape,
  rsqrt,
  scalar,
  stopGradient,
  sub,
  type Tensor,
  tidy,
} from '@seqloom/backend';
import { boolean, notNegative, numberIn } from '@seqloom/options';
import type { CallContext } from './context.ts';
import type { InitializerOption } from './initializers.ts';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import type { Parameter } from './parameter.ts';
import type { Regularizer } from './regularizers.ts';
import { axis, initializer, regularizer } from './rules.ts';
import { type Shape, ShapeError } from './shape.ts';
import { type Standardized, type StandardizeOperands, standardize } from './standardize.ts';
import { type Stepping, stepsUnless } from './stepping.ts';

/** Options of `BatchNormalization`. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** The axis that keeps its statistics apart, usually the features; negative ones count from the end. Default −1. */
  readonly axis?: number;
  /** The share of the moving statistics that a step keeps; default 0.99. */
  readonly momentum?: number;
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
  /** Default `zeros`. */
  readonly movingMeanInitializer?: InitializerOption;
  /** Default `ones`. */
  readonly movingVarianceInitializer?: InitializerOption;
  readonly betaRegularizer?: Regularizer | undefined;
  readonly gammaRegularizer?: Regularizer | undefined;
}

/**
 * Normalises every feature over the batch: `gamma · (x − mean) / √(variance + epsilon) + beta`.
 *
 * In training mean and variance are those of the batch, over all axes but `axis`; steps that a mask skips do not count. The
 * moving statistics follow: `moving = momentum · moving + (1 − momentum) · batch`. They are weights without a gradient,
 * changed when the training step has proved good, and what a prediction goes by. A frozen layer (`trainable: false`)
 * goes by them in training, too, and leaves them alone.
 *
 * Shapes: `x [B, …]` float32 (integers are converted) → the same; weights `gamma`, `beta`, `movingMean`, `movingVariance`,
 * each `[D]`, D the size of the axis. A mask passes through.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError when the input lacks the axis
 *
 * **Source**: `keras.layers.BatchNormalization`, same defaults and layout; Ioffe & Szegedy 2015.
 *
 * @example
 * ```ts
 * const layer = new BatchNormalization({ momentum: 0.9 });
 * layer.build([null, 64]);
 * ```
 */
export class BatchNormalization extends Layer<BatchNormalizationOptions, Tensor> {
  static readonly className: string = 'BatchNormalization';
  static readonly rules: LayerRules<BatchNormalizationOptions> = {
    axis: axis(-1),
    momentum: numberIn({ min: 0, max: 1 }, 0.99),
    epsilon: notNegative(1e-3),
    center: boolean(true),
    scale: boolean(true),
    betaInitializer: initializer('zeros'),
    gammaInitializer: initializer('ones'),
    movingMeanInitializer: initializer('zeros'),
    movingVarianceInitializer: initializer('ones'),
    betaRegularizer: regularizer(),
    gammaRegularizer: regularizer(),
  };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, …]',
    minRank: 2,
    fixedAxes: [this.settings.axis],
  };
  #gamma: Parameter | undefined;
  #beta: Parameter | undefined;
  #movingMean!: Parameter;
  #movingVariance!: Parameter;

  // No documentation comment: it would hide that of the class from whoever hovers the constructor.
  constructor(options: BatchNormalizationOptions = {}) {
    super(options);
  }

  protected override createParameters(inputShape: Shape): void {
    const { settings } = this;
    const shape = [inputShape[this.#axis(inputShape)]!];
    if (settings.scale) {
      this.#gamma = this.addParameter('gamma', shape, {
        initializer: settings.gammaInitializer,
        regularizer: settings.gammaRegularizer,
      });
    }
    if (settings.center) {
      this.#beta = this.addParameter('beta', shape, {
        initializer: settings.betaInitializer,
        regularizer: settings.betaRegularizer,
      });
    }
    this.#movingMean = this.addParameter('movingMean', shape, {
      initializer: settings.movingMeanInitializer,
      trainable: false,
    });
    this.#movingVariance = this.addParameter('movingVariance', shape, {
      initializer: settings.movingVarianceInitializer,
      trainable: false,
    });
  }

  protected call(input: Tensor, { training, mask, defer }: CallContext): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    const axis = this.#axis(x.shape);
    const shape = x.shape.map((size, i) => (i === axis ? size : 1));
    let y: Tensor;
    if (training && this.trainable) {
      const axes = x.shape.map((_, i) => i).filter((i) => i !== axis);
      const batch = this.standardizeBatch({ x, axes, epsilon: this.settings.epsilon, mask });
      this.#follow(batch, defer);
      y = batch.y;
    } else {
      const scale = rsqrt(add(this.#movingVariance.value, scalar(this.settings.epsilon)));
      y = mul(sub(x, reshape(this.#movingMean.value, shape)), reshape(scale, shape));
    }
    if (this.#gamma) y = mul(y, reshape(this.#gamma.value, shape));
    return this.#beta ? add(y, reshape(this.#beta.value, shape)) : y;
  }

  /**
   * Normalises a batch by its own mean and variance. A class made from this one overrides it to take them over more than
   * the batch of this process, forward and backward.
   */
  protected standardizeBatch(operands: StandardizeOperands): Standardized {
    return standardize(operands);
  }

  /** None: it only scales and moves. */
  override countMultiplyAdds(): number {
    return 0;
  }

  override stepping([{ length }]: readonly [Shape]): Stepping {
    return stepsUnless(this.label, [this.settings.axis], length);
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }

  /**
   * Moves the statistics towards those of a batch: at once, or when the training step commits. They move from where they are then, so that a
   * layer that is used twice in a step follows both batches.
   */
  #follow({ mean, variance }: Standardized, defer: CallContext['defer']): void {
    const { momentum } = this.settings;
    const parameters = [this.#movingMean, this.#movingVariance];
    const values = [mean, variance].map((batch, i) =>
      own(reshape(stopGradient(batch), parameters[i]!.shape)),
    );
    const discard = () => dispose(...values);
    const commit = () => {
      tidy(() => {
        for (const [i, parameter] of parameters.entries()) {
          const kept = mul(stopGradient(parameter.value), scalar(momentum));
          parameter.assign(add(kept, mul(values[i]!, scalar(1 - momentum))));
        }
      });
      discard();
    };
    if (defer) defer({ values, commit, discard });
    else commit();
  }

  #axis({ length }: Shape): number {
    const { axis } = this.settings;
    const place = axis < 0 ? axis + length : axis;
    if (place > 0) return place;
    throw new ShapeError(
      `${this.label}: axis must be an axis after the batch, got ${axis} for an input of rank ${length}.`,
    );
  }
}
