import { add, expandDims, mul, sum, type Tensor, tanh } from '@seqloom/backend';
import { boolean, type LayerRules, oneOf, type Parameter } from '@seqloom/nn';
import { AttentionLayer, type AttentionLayerOptions } from './attention-layer.ts';
import { ScoredAttention } from './scored-attention.ts';

/** Options of `Attention`. */
export interface AttentionOptions extends AttentionLayerOptions {
  /** Whether a weight of its own scales the scores; default false. */
  readonly useScale?: boolean;
  /** How scores come from query and key: their product, or `Σ tanh(query + key)`; default `dot`. */
  readonly scoreMode?: 'dot' | 'concat';
}

/**
 * Dot-product attention, after Luong: `softmax(query · keyᵀ) · value`. The scores are not divided by `√D`.
 *
 * Shapes: `[query [B, T, D], value [B, S, V], key [B, S, D]]` float32 (integers are converted), without a key the value is it →
 * `[B, T, V]`; weights `scale []` with `useScale`, `concatScoreWeight []` with `concat`. The output has the mask of the query.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError when the inputs do not fit
 *
 * **Source**: `keras.layers.Attention`; Luong et al. 2015.
 *
 * @example
 * ```ts
 * const layer = new Attention();
 * const context = layer.build([[null, 5, 16], [null, 20, 16]]).apply([decoded, encoded]); // [B, 5, 16]
 * ```
 */
export class Attention extends ScoredAttention<AttentionOptions> {
  static readonly className: string = 'Attention';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<AttentionOptions> = {
    ...AttentionLayer.rules,
    useScale: boolean(false),
    scoreMode: oneOf(['dot', 'concat'], 'dot'),
  };
  #scale: Parameter | undefined;
  #concatScoreWeight: Parameter | undefined;

  // No documentation comment: it would hide that of the class from whoever hovers the constructor.
  constructor(options: AttentionOptions = {}) {
    super(options);
  }

  protected override createParameters(): void {
    const { useScale, scoreMode } = this.settings;
    if (useScale) this.#scale = this.addParameter('scale', [], { initializer: 'ones' });
    if (scoreMode === 'dot') return;
    this.#concatScoreWeight = this.addParameter('concatScoreWeight', [], { initializer: 'ones' });
  }

  protected override get scoresAreProducts(): boolean {
    return this.settings.scoreMode === 'dot';
  }

  protected override dotQuery(query: Tensor): Tensor | undefined {
    if (this.settings.scoreMode === 'concat') return undefined;
    return this.#scale ? mul(query, this.#scale.value) : query;
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const pairs = add(expandDims(query, 2), expandDims(key, 1)); // [B, T, S, D]
    const total = sum(tanh(this.#scale ? mul(pairs, this.#scale.value) : pairs), -1);
    return mul(total, this.#concatScoreWeight!.value);
  }
}
