import { attention, mul, sigmoid, type Tensor } from '@seqloom/backend';
import {
  boolean,
  type CallContext,
  type InitializerOption,
  initializer,
  type LayerRules,
  optional,
  positiveInteger,
  type Regularizer,
  regularizer,
  type Shape,
} from '@seqloom/nn';
import {
  type AttentionInputs,
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionMasks,
  dotWeights,
} from './attention-layer.ts';
import { Projection } from './projection.ts';

/** Options of `MultiHeadAttention`. */
export interface MultiHeadAttentionOptions extends AttentionLayerOptions {
  /** N */
  readonly numHeads: number;
  /** H, features of query and key in each head. */
  readonly keyDim: number;
  /** V, features of value in each head; default `keyDim`. */
  readonly valueDim?: number | undefined;
  /** Features of the output; default those of the query. */
  readonly outputShape?: number | undefined;
  /** Default true. */
  readonly useBias?: boolean;
  /** Whether a sigmoid of the query scales what every head gives; default false. */
  readonly useGate?: boolean;
  /** Of every kernel; default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  /** Of every bias; default `zeros`. */
  readonly biasInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer | undefined;
  readonly biasRegularizer?: Regularizer | undefined;
}

/**
 * Attention of several heads: each projects query, key and value, weighs values with
 * `softmax(query · keyᵀ / √keyDim)`, and the results are projected together. For self-attention pass the same tensor twice.
 *
 * `apply(inputs, { attentionMask })` takes a mask of pairs besides, `[B, T, S]` bool, or numbers of which 0 is false: step t sees
 * step s where it is true. In a `Model` it is a symbolic value, such as an input.
 *
 * Without dropout in training and without such a mask the scores of long sequences are never written out, where the backend has
 * a kernel for it.
 *
 * Shapes: `[query [B, T, D], value [B, S, E], key [B, S, F]]` float32 (integers are converted), without a key the value is it →
 * `[B, T, D]`, or `[B, T, outputShape]`; weights `query/kernel [D, N, H]`, `key/kernel [F, N, H]`, `value/kernel [E, N, V]`,
 * `attentionOutput/kernel [N, V, D]`, each with its bias, and `gate/kernel [D, N, V]` with `useGate`. The output has the mask of the query.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError when the inputs do not fit
 *
 * **Source**: `keras.layers.MultiHeadAttention`, same defaults and layout; Vaswani et al. 2017.
 *
 * @example
 * ```ts
 * const layer = new MultiHeadAttention({ numHeads: 4, keyDim: 16, useCausalMask: true });
 * const y = layer.build([[null, 200, 64], [null, 200, 64]]).apply([x, x]);
 * ```
 */
export class MultiHeadAttention extends AttentionLayer<MultiHeadAttentionOptions> {
  static readonly className: string = 'MultiHeadAttention';
  static readonly replayable: boolean = true;
  static override readonly rules: LayerRules<MultiHeadAttentionOptions> = {
    ...AttentionLayer.rules,
    numHeads: positiveInteger(),
    keyDim: positiveInteger(),
    valueDim: optional(positiveInteger()),
    outputShape: optional(positiveInteger()),
    useBias: boolean(true),
    useGate: boolean(false),
    kernelInitializer: initializer('glorotUniform'),
    biasInitializer: initializer('zeros'),
    kernelRegularizer: regularizer(),
    biasRegularizer: regularizer(),
  };
  #query!: Projection;
  #key!: Projection;
  #value!: Projection;
  #gate: Projection | undefined;
  #output!: Projection;

  override get supportsAttentionMask(): boolean {
    return true;
  }

  protected override createParameters([query, value, key = value]: readonly Shape[]): void {
    const { numHeads, keyDim, valueDim = keyDim, outputShape, useGate } = this.settings;
    const [keys, values] = [
      [numHeads, keyDim],
      [numHeads, valueDim],
    ];
    this.#query = this.#project('query', query!, [query![2]!], keys!);
    this.#key = this.#project('key', key!, [key![2]!], keys!);
    if (useGate) this.#gate = this.#project('gate', query!, [query![2]!], values!);
    this.#value = this.#project('value', value!, [value![2]!], values!);
    const heads = [...query!.slice(0, 2), ...values!];
    this.#output = this.#project('attentionOutput', heads, values!, [outputShape ?? query![2]!]);
  }

  #project(name: string, shape: Shape, from: readonly number[], to: readonly number[]): Projection {
    const { useBias, kernelInitializer, kernelRegularizer, biasInitializer, biasRegularizer } = this.settings;
    const initializers = { kernelInitializer, biasInitializer };
    const regularizers = { kernelRegularizer, biasRegularizer };
    const projection = new Projection({ name, from, to, useBias, ...initializers, ...regularizers });
    this.addLayer(projection, shape);
    return projection;
  }

  protected override attend(inputs: AttentionInputs, masks: AttentionMasks, context: CallContext): Tensor {
    const query = this.#query.apply(inputs.query);
    const key = this.#key.apply(inputs.key);
    const value = this.#value.apply(inputs.value);
    const heads = this.drops(context)
      ? this.sumDropped(dotWeights(query, key, this.#scale, masks), value, context)
      : attention({ query, key, value, ...masks, scale: this.#scale });
    return this.#output.apply(this.#gate ? mul(heads, sigmoid(this.#gate.apply(inputs.query))) : heads);
  }

  protected override weigh({ query, key }: AttentionInputs, masks: AttentionMasks): Tensor {
    return dotWeights(this.#query.apply(query), this.#key.apply(key), this.#scale, masks);
  }

  /** Of the projections, the scores, and the sum with the weights. */
  override countMultiplyAdds(shapes: readonly (readonly number[])[]): number {
    const [query, value, key = value] = shapes as [
      readonly number[],
      readonly number[],
      (readonly number[])?,
    ];
    const { numHeads, keyDim, valueDim = keyDim } = this.settings;
    const ofQuery = [this.#query, this.#gate, this.#output].map(
      (each) => each?.countMultiplyAdds(query) ?? 0,
    );
    const projections =
      ofQuery.reduce((sum, count) => sum + count, 0) +
      this.#key.countMultiplyAdds(key!) +
      this.#value.countMultiplyAdds(value);
    return projections + query[0]! * query[1]! * value[1]! * numHeads * (keyDim + valueDim);
  }

  get #scale(): number {
    return 1 / Math.sqrt(this.settings.keyDim);
  }

  override computeOutputShape([query]: readonly Shape[]): Shape {
    return [...query!.slice(0, -1), this.settings.outputShape ?? query!.at(-1)!];
  }
}
