import {
  attentionWeights,
  cast,
  logicalAnd,
  matMul,
  mul,
  reshape,
  scalar,
  type Tensor,
  transpose,
} from '@seqloom/backend';
import {
  boolean,
  type CallContext,
  cannotStep,
  dropoutMask,
  EACH_STEP,
  formatShape,
  fraction,
  type InputShape,
  type InputSpec,
  type LayerMask,
  type LayerOptions,
  type LayerRules,
  MultiInputLayer,
  type Settings,
  type Shape,
  ShapeError,
  type Stepping,
} from '@seqloom/nn';

/** Options that the attention layers share. */
export interface AttentionLayerOptions extends LayerOptions {
  /** The share of the weights set to 0 while training, in [0, 1); default 0. */
  readonly dropout?: number;
  /** Whether step t of the query sees the first t + 1 steps of the value only; default false. In Keras an argument of the call. */
  readonly useCausalMask?: boolean;
}

/** The inputs of an attention as float32; the key is the value where none is given. */
export interface AttentionInputs {
  readonly query: Tensor;
  readonly value: Tensor;
  readonly key: Tensor;
}

/** What counts, for the operations of the backend. */
export interface AttentionMasks {
  /** `[B, T]` */
  readonly queryMask: Tensor | undefined;
  /** `[B, S]` */
  readonly keyMask: Tensor | undefined;
  /** `[B, T, S]` or `[1, T, S]` */
  readonly attentionMask: Tensor | undefined;
  readonly causal: boolean;
}

/**
 * What the attention layers share: the inputs `[query, value]` or `[query, value, key]`, their masks, dropout of the weights.
 *
 * Steps that the mask of the value or of the key skips get the weight 0. What the mask of the query skips is zeros, and so is a row for
 * which no step counts. The output has the mask of the query.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 */
export abstract class AttentionLayer<
  Options extends AttentionLayerOptions = AttentionLayerOptions,
> extends MultiInputLayer<Options> {
  static readonly rules: LayerRules<AttentionLayerOptions> = {
    dropout: fraction(0),
    useCausalMask: boolean(false),
  };
  declare readonly settings: Settings<Options> & Settings<AttentionLayerOptions>;
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, D]',
    rank: 3,
    fixedAxes: [-1],
    hint: 'Pass [query, value] or [query, value, key], each of that shape.',
  };

  /** What is summed with weights, and how it comes out. */
  protected abstract attend(inputs: AttentionInputs, masks: AttentionMasks, context: CallContext): Tensor;

  /** The weights of every head, `[B, N, T, S]`; see `inspectAttention`. Nothing is dropped. */
  protected abstract weigh(inputs: AttentionInputs, masks: AttentionMasks): Tensor;

  protected override call(inputs: readonly Tensor[], context: CallContext): Tensor {
    return this.attend(operandsOf(inputs), this.#masks(context), context);
  }

  /** The weights for inputs, `[B, N, T, S]`, N the number of heads. */
  trace(inputs: readonly Tensor[], masks?: readonly (Tensor | undefined)[], attentionMask?: Tensor): Tensor {
    this.checkBuilt();
    const shapes = inputs.map(({ shape }) => shape);
    this.planShape(shapes);
    if (attentionMask) this.checkAttentionMask(shapes, attentionMask.shape);
    return this.weigh(operandsOf(inputs), this.#masks({ masks, attentionMask }));
  }

  override checkAttentionMask(shapes: readonly Shape[], mask: Shape): void {
    const [query, value] = shapes as readonly [Shape, Shape];
    const [batch, time, steps] = mask;
    const isOne = batch === 1;
    if (
      mask.length === 3 &&
      (isOne || fits(batch, query[0])) &&
      fits(time, query[1]) &&
      fits(steps, value[1])
    )
      return;
    const expected = [query[0]!, query[1]!, value[1]!];
    throw new ShapeError(
      `${this.label}: attentionMask must have shape ${formatShape(expected)}, or 1 for the batch, got ${formatShape(mask)}.`,
    );
  }

  override computeMask(_inputs: readonly Tensor[], masks: LayerMask): Tensor | undefined {
    return (masks as readonly (Tensor | undefined)[] | undefined)?.[0];
  }

  /** One step of the query looks at the whole value. Self-attention would have to keep the keys of all steps before. */
  override stepping(_shapes: readonly Shape[], [, ...others]: readonly boolean[]): Stepping {
    if (others.includes(true)) throw cannotStep(this.label, 'its value goes on with the steps');
    if (this.settings.useCausalMask)
      throw cannotStep(this.label, 'useCausalMask counts the steps of the query');
    return EACH_STEP;
  }

  protected override checkShapes(shapes: InputShape, earlier: InputShape): void {
    super.checkShapes(shapes, earlier);
    const [query, value, key = value] = shapes as readonly Shape[];
    if (value === undefined || shapes.length > 3) {
      throw new ShapeError(
        `${this.label}: takes [query, value] or [query, value, key], got ${shapes.length} inputs.`,
      );
    }
    if (fits(query![0], value[0]) && fits(value[0], key![0]) && fits(value[1], key![1])) return;
    throw new ShapeError(
      `${this.label}: query, value and key must have one batch, value and key one number of steps, got shapes ` +
        `${(shapes as readonly Shape[]).map(formatShape).join(', ')}.`,
    );
  }

  /** Sums values `[B, S, N, V]` with weights `[B, N, T, S]`, of which a share is dropped. */
  protected sumDropped(weights: Tensor, value: Tensor, { random }: CallContext): Tensor {
    const { dropout } = this.settings;
    const dropped = mul(weights, dropoutMask(weights.shape, dropout, random(`${this.path}/dropout`)));
    return sumWeighted(dropped, value);
  }

  /** Whether weights are dropped in this call; they are written out then. */
  protected drops({ training }: CallContext): boolean {
    return training && this.settings.dropout > 0;
  }

  #masks({ masks, attentionMask }: Pick<CallContext, 'masks' | 'attentionMask'>): AttentionMasks {
    const [queryMask, valueMask, keyMask] = masks ?? [];
    const both = valueMask && keyMask && valueMask !== keyMask ? logicalAnd(valueMask, keyMask) : undefined;
    return {
      queryMask,
      keyMask: both ?? valueMask ?? keyMask,
      attentionMask:
        attentionMask && (attentionMask.dtype === 'bool' ? attentionMask : cast(attentionMask, 'bool')),
      causal: this.settings.useCausalMask,
    };
  }
}

/** `[B, T, D]` as one head: `[B, T, 1, D]`. */
export function oneHead(x: Tensor): Tensor {
  const [batch, time, features] = x.shape as [number, number, number];
  return reshape(x, [batch, time, 1, features]);
}

/** One head without its axis: `[B, T, 1, D]` → `[B, T, D]`. */
export function withoutHeads(x: Tensor): Tensor {
  return reshape(x, [x.shape[0]!, x.shape[1]!, x.shape[3]!]);
}

/** `Σₛ weights[b, n, t, s] · value[b, s, n]`: `[B, N, T, S]`, `[B, S, N, V]` → `[B, T, N, V]`. */
export function sumWeighted(weights: Tensor, value: Tensor): Tensor {
  return swapHeads(matMul(weights, swapHeads(value)));
}

/** The weights of dot products: query `[B, T, N, H]`, key `[B, S, N, H]` → `[B, N, T, S]`. */
export function dotWeights(query: Tensor, key: Tensor, scale: number, masks: AttentionMasks): Tensor {
  const products = matMul(swapHeads(query), swapHeads(key), { transposeB: true });
  return attentionWeights({ scores: scale === 1 ? products : mul(products, scalar(scale)), ...masks });
}

function swapHeads(x: Tensor): Tensor {
  return transpose(x, [0, 2, 1, 3]);
}

function operandsOf(inputs: readonly Tensor[]): AttentionInputs {
  const floats = inputs.map((input) => (input.dtype === 'float32' ? input : cast(input, 'float32')));
  const [query, value, key] = floats as [Tensor, Tensor, Tensor | undefined];
  return { query, value, key: key ?? value };
}

function fits(a: number | null | undefined, b: number | null | undefined): boolean {
  return a === b || a === null || b === null;
}
