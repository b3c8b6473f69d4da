import type { Tensor } from '@seqloom/backend';
import {
  boolean,
  type CallContext,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Shape,
} from '@seqloom/nn';
import { asFloat, checkPooled, SEQUENCES } from './sequence-input.ts';

/** Options of the global pooling layers. */
export interface GlobalPoolingOptions extends LayerOptions {
  /** Whether the time axis stays, with one step. Default false. */
  readonly keepDims?: boolean;
}

/** What the poolings over all time steps share. The mask is used up. */
export abstract class GlobalPoolingLayer extends Layer<GlobalPoolingOptions, Tensor> {
  static readonly rules: LayerRules<GlobalPoolingOptions> = { keepDims: boolean(false) };
  protected override readonly inputSpec: InputSpec = SEQUENCES;

  constructor(options: GlobalPoolingOptions = {}) {
    super(options);
  }

  /**
   * Pools the steps that count; 0 for a sequence without any.
   *
   * Shapes: `x [B, T, D]` float32 → `[B, D]`, with `keepDims` `[B, 1, D]`.
   */
  protected abstract pool(x: Tensor, mask: Tensor | undefined): Tensor;

  protected call(input: Tensor, { mask }: CallContext): Tensor {
    checkPooled(this.label, input, mask);
    return this.pool(asFloat(input), mask);
  }

  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([batch = null, , features = null]: Shape): Shape {
    return this.settings.keepDims ? [batch, 1, features] : [batch, features];
  }
}
