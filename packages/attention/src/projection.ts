import { dense, reshape, type Tensor } from '@seqloom/backend';
import {
  type InitializerOption,
  initializer,
  Layer,
  type LayerOptions,
  type Parameter,
  type Regularizer,
  regularizer,
  type Shape,
} from '@seqloom/nn';
import { boolean, list, type OptionRules } from '@seqloom/options';

/** Options of `Projection`. */
interface ProjectionOptions extends LayerOptions {
  /** Sizes of the last axes of the input, which are summed over. */
  readonly from: readonly number[];
  /** Sizes of the axes that take their place. */
  readonly to: readonly number[];
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerOption;
  readonly biasInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer | undefined;
  readonly biasRegularizer?: Regularizer | undefined;
}

/** A product over the last axes of a sequence: `[B, T, …from]` → `[B, T, …to]`; weights `kernel [from, to]`, `bias [to]`. */
export class Projection extends Layer<ProjectionOptions, Tensor> {
  static readonly className: string = 'Projection';
  static readonly replayable: boolean = true;
  static readonly rules: OptionRules<Omit<ProjectionOptions, keyof LayerOptions>> = {
    from: list(),
    to: list(),
    useBias: boolean(true),
    kernelInitializer: initializer('glorotUniform'),
    biasInitializer: initializer('zeros'),
    kernelRegularizer: regularizer(),
    biasRegularizer: regularizer(),
  };
  #kernel!: Parameter;
  #bias: Parameter | undefined;

  protected override createParameters(): void {
    const { from, to, useBias, kernelInitializer, kernelRegularizer, biasInitializer, biasRegularizer } =
      this.settings;
    this.#kernel = this.addParameter('kernel', [...from, ...to], {
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
    });
    if (!useBias) return;
    this.#bias = this.addParameter('bias', to, {
      initializer: biasInitializer,
      regularizer: biasRegularizer,
    });
  }

  protected call(x: Tensor): Tensor {
    const { from, to } = this.settings;
    const [batch, time] = x.shape as [number, number];
    const [inputs, outputs] = [from, to].map((sizes) => sizes.reduce((all, size) => all * size, 1));
    const y = dense({
      x: reshape(x, [batch, time, inputs!]),
      kernel: reshape(this.#kernel.value, [inputs!, outputs!]),
      bias: this.#bias && reshape(this.#bias.value, [outputs!]),
    });
    return reshape(y, [batch, time, ...to]);
  }

  override countMultiplyAdds([batch, time]: readonly number[]): number {
    return batch! * time! * this.#kernel.size;
  }

  override computeOutputShape([batch = null, time = null]: Shape): Shape {
    return [batch, time, ...this.settings.to];
  }
}
