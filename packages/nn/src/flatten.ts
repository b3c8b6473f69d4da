import { reshape, type Tensor } from '@seqloom/backend';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { type Shape, sizeOf } from './shape.ts';

/**
 * Joins all axes but the batch.
 *
 * Shapes: `[B, …]` → `[B, product of the others]`. A mask ends here, with a warning.
 *
 * **Source**: `keras.layers.Flatten`.
 *
 * @example
 * ```ts
 * new Flatten().computeOutputShape([null, 20, 8]); // [null, 160]
 * ```
 */
export class Flatten extends Layer<LayerOptions, Tensor> {
  static readonly className: string = 'Flatten';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<LayerOptions> = {};

  constructor(options: LayerOptions = {}) {
    super(options);
  }

  protected call(x: Tensor): Tensor {
    return reshape(x, [x.shape[0]!, sizeOf(x.shape.slice(1))]);
  }

  override computeOutputShape([batch = null, ...others]: Shape): Shape {
    const known = others.filter((size) => size !== null);
    return [batch, known.length === others.length ? sizeOf(known) : null];
  }
}
