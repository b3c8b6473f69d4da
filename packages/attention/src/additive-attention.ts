import { add, expandDims, mul, sum, type Tensor, tanh } from '@seqloom/backend';
import { boolean, type LayerRules, type Parameter, type Shape } from '@seqloom/nn';
import { AttentionLayer, type AttentionLayerOptions } from './attention-layer.ts';
import { ScoredAttention } from './scored-attention.ts';

/** Options of `AdditiveAttention`. */
export interface AdditiveAttentionOptions extends AttentionLayerOptions {
  /** Whether each feature of the scores has a weight of its own; default true. */
  readonly useScale?: boolean;
}

/**
 * Additive attention, after Bahdanau: `softmax(Σ scale · tanh(query + key)) · value`, the sum over features. It holds
 * `[B, T, S, D]` numbers.
 *
 * Shapes: `[query [B, T, D], value [B, S, V], key [B, S, D]]` float32 (integers are converted), without a key the value is it →
 * `[B, T, V]`; weight `scale [D]`. The output has the mask of the query.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError when the inputs do not fit
 *
 * **Source**: `keras.layers.AdditiveAttention`; Bahdanau et al. 2015.
 *
 * @example
 * ```ts
 * const layer = new AdditiveAttention();
 * const context = layer.build([[null, 5, 16], [null, 20, 16]]).apply([decoded, encoded]); // [B, 5, 16]
 * ```
 */
export class AdditiveAttention extends ScoredAttention<AdditiveAttentionOptions> {
  static readonly className: string = 'AdditiveAttention';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<AdditiveAttentionOptions> = {
    ...AttentionLayer.rules,
    useScale: boolean(true),
  };
  #scale: Parameter | undefined;

  // No documentation comment: it would hide that of the class from whoever hovers the constructor.
  constructor(options: AdditiveAttentionOptions = {}) {
    super(options);
  }

  protected override createParameters([query]: readonly Shape[]): void {
    if (!this.settings.useScale) return;
    this.#scale = this.addParameter('scale', [query![2]!], { initializer: 'glorotUniform' });
  }

  protected override get scoresAreProducts(): boolean {
    return false;
  }

  protected override dotQuery(): undefined {
    return undefined;
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = tanh(add(expandDims(query, 2), expandDims(key, 1))); // [B, T, S, D]
    return sum(this.#scale ? mul(bent, this.#scale.value) : bent, -1);
  }
}
