import { cast, max, reshape, type Tensor, tidy } from '@seqloom/backend';
import {
  type CallContext,
  EACH_STEP,
  firstOutput,
  formatShape,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerRules,
  logitsOf,
  rule,
  type Shape,
  ShapeError,
  type Stepping,
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
 * Shapes: `x [B, T, …]` → `[B, T, …]`, where the layer maps `[B·T, …]` to `[B·T, …]`. A mask `[B, T]` passes through. One of
 * `[B, T, S]`, as `Embedding` makes it of `[B, T, S]` ids, is the layer's own: `[B·T, S]`. What the layer leaves of it goes
 * on; where it leaves none, steps count that have a part that counts.
 *
 * @throws TypeError when `layer` is not a layer
 *
 * **Source**: `keras.layers.TimeDistributed`.
 *
 * @example
 * ```ts
 * const layer = new TimeDistributed({ layer: new Dense({ units: 3, activation: 'softmax' }) });
 * layer.build([null, 20, 8]); // [null, 20, 3]
 * ```
 */
export class TimeDistributed extends Layer<TimeDistributedOptions, Tensor> {
  static readonly className: string = 'TimeDistributed';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<TimeDistributedOptions> = { layer: rule(checkLayer) };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, …]',
    minRank: 3,
    hint: 'It needs a time axis and features.',
  };

  protected override createParameters([, , ...features]: Shape): void {
    this.addLayer(this.options.layer, [null, ...features]);
  }

  protected call(x: Tensor, context: CallContext): Tensor {
    const [batch, time, ...features] = x.shape as [number, number, ...number[]];
    const steps = reshape(x, [batch * time, ...features]);
    const mask = this.#innerMask(x, context.mask);
    const output = firstOutput(
      this.options.layer.apply(steps, { ...context, mask, initialState: undefined }),
    );
    if (output.shape[0] !== batch * time) {
      throw new ShapeError(
        `${this.label}: its layer must keep the first axis of ${formatShape(steps.shape)}, got ${formatShape(output.shape)}.`,
      );
    }
    const perStep = (y: Tensor) => reshape(y, [batch, time, ...y.shape.slice(1)]);
    const result = perStep(output);
    const logits = logitsOf(context.logits, output);
    if (logits) context.logits!.found = { output: result, logits: perStep(logits) };
    return result;
  }

  override computeOutputShape([batch = null, time = null, ...features]: Shape): Shape {
    return [batch, time, ...this.options.layer.computeOutputShape([null, ...features]).slice(1)];
  }

  override countMultiplyAdds([batch, time, ...features]: readonly number[]): number {
    return this.options.layer.countMultiplyAdds([batch! * time!, ...features]);
  }

  override stepping(): Stepping {
    return EACH_STEP;
  }

  override computeMask(x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    if (!mask || mask.rank === 2) return mask;
    const [batch, time, ...features] = x.shape as [number, number, ...number[]];
    return tidy(() => {
      const steps = reshape(x, [batch * time, ...features]);
      const left = this.options.layer.computeMask(steps, this.#innerMask(x, mask));
      if (left) return reshape(left, [batch, time, ...left.shape.slice(1)]);
      const parts = mask.shape.slice(2).map((_, i) => i + 2);
      return cast(max(cast(mask, 'float32'), parts), 'bool');
    });
  }

  /** The layer's part of a mask: none of one that says which steps count. */
  #innerMask(x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    if (!mask) return undefined;
    const [batch, time] = x.shape as [number, number];
    if (mask.rank < 2 || mask.shape[0] !== batch || mask.shape[1] !== time) {
      throw new ShapeError(
        `${this.label}: expected a mask of shape [${batch}, ${time}] or [${batch}, ${time}, …] for input ` +
          `${formatShape(x.shape)}, got ${formatShape(mask.shape)}.`,
      );
    }
    return mask.rank === 2 ? undefined : reshape(mask, [batch * time, ...mask.shape.slice(2)]);
  }
}

function checkLayer(owner: string, option: string, value: unknown): void {
  if (value instanceof Layer) return;
  throw new TypeError(`${owner}: ${option} must be a layer, got ${formatValue(value)}.`);
}
