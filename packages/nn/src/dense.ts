import { cast, dense, type Tensor } from '@seqloom/backend';
import { boolean, positiveInteger } from '@seqloom/options';
import { type ActivationName, type LayerActivation, layerActivation } from './activations.ts';
import type { CallContext } from './context.ts';
import type { InitializerOption } from './initializers.ts';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import type { Parameter } from './parameter.ts';
import type { Regularizer } from './regularizers.ts';
import { activation, initializer, regularizer } from './rules.ts';
import { type Shape, sizeOf } from './shape.ts';
import { EACH_STEP, type Stepping } from './stepping.ts';

/** Options of `Dense`. */
export interface DenseOptions extends LayerOptions {
  /** Size of the output's last axis. */
  readonly units: number;
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer | undefined;
  readonly biasRegularizer?: Regularizer | undefined;
}

/**
 * Fully connected layer: `activation(x · kernel + bias)` over the last axis.
 *
 * Shapes: `x [B, …, D]` float32 (integers are converted) → `[B, …, U]`; weights `kernel [D, U]`, `bias [U]`. A mask
 * passes through.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.Dense`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new Dense({ units: 16, activation: 'relu' });
 * layer.build([null, 10_000]);
 * ```
 */
export class Dense extends Layer<DenseOptions, Tensor> {
  static readonly className: string = 'Dense';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<DenseOptions> = {
    units: positiveInteger(),
    activation: activation('linear'),
    useBias: boolean(true),
    kernelInitializer: initializer('glorotUniform'),
    biasInitializer: initializer('zeros'),
    kernelRegularizer: regularizer(),
    biasRegularizer: regularizer(),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, …, D]', minRank: 2, fixedAxes: [-1] };
  readonly #activation: LayerActivation = layerActivation('Dense', this.settings.activation);
  #kernel!: Parameter;
  #bias: Parameter | undefined;

  protected override createParameters(inputShape: Shape): void {
    const { units, useBias, kernelInitializer, kernelRegularizer, biasInitializer, biasRegularizer } =
      this.settings;
    this.#kernel = this.addParameter('kernel', [inputShape.at(-1)!, units], {
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', [units], {
      initializer: biasInitializer,
      regularizer: biasRegularizer,
    });
  }

  protected call(input: Tensor, context: CallContext): Tensor {
    const x = input.dtype === 'float32' ? input : cast(input, 'float32');
    const weights = { kernel: this.#kernel.value, bias: this.#bias?.value };
    return this.#activation(context, (activation) => dense({ x, ...weights, activation }));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.settings.units];
  }

  override countMultiplyAdds(inputShape: readonly number[]): number {
    return sizeOf(inputShape) * this.settings.units;
  }

  override stepping(): Stepping {
    return EACH_STEP;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}
