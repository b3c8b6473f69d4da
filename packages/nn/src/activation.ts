import { cast, type Tensor } from '@seqloom/backend';
import { type ActivationName, getActivation } from './activations.ts';
import type { CallContext } from './context.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { activation } from './rules.ts';
import { EACH_STEP, type Stepping } from './stepping.ts';

/** Options of `Activation`. */
export interface ActivationOptions extends LayerOptions {
  readonly activation: ActivationName;
}

/**
 * Applies an activation function.
 *
 * Shapes: any float32 → the same. A mask passes through.
 *
 * @throws RangeError for an unknown activation, with the list of known ones
 *
 * **Source**: `keras.layers.Activation`.
 *
 * @example
 * ```ts
 * const layer = new Activation({ activation: 'softmax' });
 * ```
 */
export class Activation extends Layer<ActivationOptions, Tensor> {
  static readonly className: string = 'Activation';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<ActivationOptions> = { activation: activation() };
  readonly #activate: (x: Tensor) => Tensor = getActivation(
    'Activation: activation',
    this.settings.activation,
  );

  protected call(x: Tensor, { logits: request }: CallContext): Tensor {
    const logits = x.dtype === 'float32' ? x : cast(x, 'float32');
    if (request?.activation !== this.settings.activation) return this.#activate(logits);
    const output = request.only ? logits : this.#activate(logits);
    request.found = { output, logits };
    return output;
  }

  override stepping(): Stepping {
    return EACH_STEP;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}
