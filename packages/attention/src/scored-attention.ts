import { attention, attentionWeights, expandDims, type Tensor } from '@seqloom/backend';
import { type CallContext, type InputShape, type Shape, ShapeError } from '@seqloom/nn';
import {
  type AttentionInputs,
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionMasks,
  dotWeights,
  oneHead,
  sumWeighted,
  withoutHeads,
} from './attention-layer.ts';

/** What `Attention` and `AdditiveAttention` share: one head, whose scores come from query and key as they are. */
export abstract class ScoredAttention<
  Options extends AttentionLayerOptions = AttentionLayerOptions,
> extends AttentionLayer<Options> {
  /** The query of scores that are dot products, scaled; undefined where they are something else. */
  protected abstract dotQuery(query: Tensor): Tensor | undefined;

  /** Whether scores are dot products. */
  protected abstract get scoresAreProducts(): boolean;

  /** Scores `[B, T, S]` that are no dot products. */
  protected abstract scores(query: Tensor, key: Tensor): Tensor;

  protected override attend(
    { query, value, key }: AttentionInputs,
    masks: AttentionMasks,
    context: CallContext,
  ): Tensor {
    const values = oneHead(value);
    const scaled = this.dotQuery(query);
    if (scaled && !this.drops(context)) {
      const heads = { query: oneHead(scaled), key: oneHead(key), value: values };
      return withoutHeads(attention({ ...heads, ...masks, scale: 1 }));
    }
    const weights = this.weigh({ query, value, key }, masks, masks.queryMask);
    const summed = this.drops(context)
      ? this.sumDropped(weights, values, context)
      : sumWeighted(weights, values);
    return withoutHeads(summed);
  }

  /** As in Keras, a row that the mask of the query skips has weights; what they sum is then set to 0. */
  protected override weigh(
    { query, key }: AttentionInputs,
    masks: AttentionMasks,
    queryMask?: Tensor,
  ): Tensor {
    const scaled = this.dotQuery(query);
    if (scaled) return dotWeights(oneHead(scaled), oneHead(key), 1, { ...masks, queryMask });
    return attentionWeights({ scores: expandDims(this.scores(query, key), 1), ...masks, queryMask });
  }

  /** Of scores that are dot products, and of the sum with the weights. */
  override countMultiplyAdds(shapes: readonly (readonly number[])[]): number {
    const [[batch, time, features], value] = shapes as [readonly number[], readonly number[]];
    return batch! * time! * value[1]! * ((this.scoresAreProducts ? features! : 0) + value[2]!);
  }

  override computeOutputShape([query, value]: readonly Shape[]): Shape {
    return [...query!.slice(0, -1), value!.at(-1)!];
  }

  protected override checkShapes(shapes: InputShape, earlier: InputShape): void {
    super.checkShapes(shapes, earlier);
    const [query, value, key = value] = shapes as readonly Shape[];
    if (query![2] === key![2]) return;
    throw new ShapeError(
      `${this.label}: query and key must have as many features, got ${query![2]} and ${key![2]}. Use ` +
        'MultiHeadAttention, or a Dense before it.',
    );
  }
}
