import { reshape, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  firstOutput,
  formatShape,
  type InputSpec,
  Layer,
  type LayerOptions,
  type OptionNames,
  type Shape,
  ShapeError,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';

/** Options of `TimeDistributed`. */
export interface TimeDistributedOptions extends LayerOptions {
  /** What is applied to each step. */
  readonly layer: Layer;
}

/**
 * Applies a layer to every step of a sequence on its own, with the same weights.
 *
 * Shapes: `x [B, T, …]` → `[B, T, …]`, where the layer maps `[B·T, …]` to `[B·T, …]`. A mask passes through.
 *
 * **Source**: `keras.layers.TimeDistributed`.
 *
 * @example
 * ```ts
 * const layer = new TimeDistributed({ layer: new Dense({ units: 3, activation: 'softmax' }) });
 * layer.initialize([null, 20, 8]); // [null, 20, 3]
 * ```
 */
export class TimeDistributed extends Layer<TimeDistributedOptions> {
  static readonly className: string = 'TimeDistributed';
  static readonly optionNames: OptionNames<TimeDistributedOptions> = { layer: true };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, …]',
    minRank: 3,
    hint: 'It needs a time axis and features.',
  };

  /** @throws TypeError when `layer` is not a layer */
  constructor(options: TimeDistributedOptions) {
    super(options);
    if (!(options.layer instanceof Layer)) {
      throw new TypeError(`TimeDistributed: layer must be a layer, got ${formatValue(options.layer)}.`);
    }
  }

  protected build([, , ...features]: Shape): void {
    this.addLayer(this.options.layer, [null, ...features]);
  }

  protected call(x: Tensor, context: CallContext): Tensor {
    const [batch, time, ...features] = x.shape as [number, number, ...number[]];
    const steps = reshape(x, [batch * time, ...features]);
    const output = firstOutput(
      this.options.layer.apply(steps, { ...context, mask: undefined, initialState: undefined }),
    );
    if (output.shape[0] !== batch * time) {
      throw new ShapeError(
        `${this.label}: its layer must keep the first axis of ${formatShape(steps.shape)}, got ${formatShape(output.shape)}.`,
      );
    }
    return reshape(output, [batch, time, ...output.shape.slice(1)]);
  }

  override computeOutputShape([batch = null, time = null, ...features]: Shape): Shape {
    return [batch, time, ...this.options.layer.computeOutputShape([null, ...features]).slice(1)];
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}
