import { reshape, type Tensor, tidy } from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { formatValue, type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import { AttentionLayer } from './attention-layer.ts';

/** What an attention layer looks at, for one input. */
export interface AttentionRecord {
  /** `heads[head][step of the query][step of the value]`; a row sums to 1, or to 0 where no step counts. */
  readonly heads: readonly (readonly Float32Array[])[];
}

/** Options of {@link inspectAttention}. */
export interface InspectAttentionOptions {
  /** `[1, T]` bool for each input that has one: which steps count. */
  readonly masks?: readonly (Tensor | undefined)[] | undefined;
  /** `[1, T, S]` bool: which pairs count, for a `MultiHeadAttention`. */
  readonly attentionMask?: Tensor | undefined;
}

const RULES: OptionRules<InspectAttentionOptions> = {
  masks: optional(rule(() => {})),
  attentionMask: optional(rule(() => {})),
};

/**
 * Looks inside an attention layer: the weights of every head for one input, as plain numbers to draw, for instance as heat
 * maps with the words of a text along both sides.
 *
 * @param layer built
 * @param inputs `[query, value]` or `[query, value, key]`, each `[T, D]` or `[1, T, D]`; one tensor for self-attention
 * @throws TypeError for another layer, ShapeError for inputs that do not fit it
 * @example
 * ```ts
 * const { heads } = await inspectAttention(attention, vectors);
 * heatmapSVG({ title: 'Head 1', values: heads[0], rows: words, columns: words });
 * ```
 */
export async function inspectAttention(
  layer: AttentionLayer,
  inputs: Tensor | readonly Tensor[],
  options: InspectAttentionOptions = {},
): Promise<AttentionRecord> {
  const { masks, attentionMask } = resolveOptions('inspectAttention', options, RULES);
  if (!(layer instanceof AttentionLayer) || !layer.built) {
    throw new TypeError(
      `inspectAttention: layer must be a built Attention, AdditiveAttention or MultiHeadAttention, got ${formatValue(layer)}.`,
    );
  }
  const list = Array.isArray(inputs) ? (inputs as readonly Tensor[]) : [inputs as Tensor, inputs as Tensor];
  for (const { shape } of list) {
    if (shape.length === 2 || (shape.length === 3 && shape[0] === 1)) continue;
    throw new ShapeError(`inspectAttention: expected one input [T, D], got shape ${formatShape(shape)}.`);
  }
  const weights = tidy(() =>
    layer.trace(
      list.map((x) => reshape(x, [1, ...x.shape.slice(-2)])),
      masks,
      attentionMask,
    ),
  );
  const [, count, time, steps] = weights.shape as [number, number, number, number];
  const values = Float32Array.from(await weights.data());
  weights.dispose();
  const row = (at: number) => values.subarray(at * steps, (at + 1) * steps);
  return {
    heads: Array.from({ length: count }, (_, head) =>
      Array.from({ length: time }, (_, t) => row(head * time + t)),
    ),
  };
}
