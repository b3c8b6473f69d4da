import {
  boolean,
  formatShape,
  numberIn,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
  sameShape,
} from '@seqloom/options';
import type { Tensor } from '../contract/tensor.ts';
import { mul } from '../engine/arithmetic.ts';
import { checkResult } from '../engine/check-shapes.ts';
import { typedOperand } from '../engine/check-tensors.ts';
import { recordedOp } from '../engine/gradient.ts';
import { runKernel } from '../engine/kernel.ts';
import { tidy } from '../engine/memory.ts';
import { softmax } from '../engine/softmax.ts';
import { maskScores } from '../portable/attention.ts';

/** What {@link attention} takes: N heads, H features of query and key, V features of value. */
export interface AttentionOperands {
  /** `[B, T, N, H]` */
  readonly query: Tensor;
  /** `[B, S, N, H]` */
  readonly key: Tensor;
  /** `[B, S, N, V]` */
  readonly value: Tensor;
  /** `[B, T]` bool: rows that count; the others are zeros. Default all. */
  readonly queryMask?: Tensor | undefined;
  /** `[B, S]` bool: steps that count. Default all. */
  readonly keyMask?: Tensor | undefined;
  /** `[B, T, S]` or `[1, T, S]` bool: which steps count for which row. With it the scores are written out. Default all. */
  readonly attentionMask?: Tensor | undefined;
  /** Whether row t sees the first t + 1 steps only. Default false. */
  readonly causal?: boolean;
  /** Multiplies the products of query and key. Default `1 / √H`. */
  readonly scale?: number | undefined;
}

const anything = rule<Tensor>(() => {}); // checked with the shapes

const RULES: OptionRules<AttentionOperands> = {
  query: anything,
  key: anything,
  value: anything,
  queryMask: optional(anything),
  keyMask: optional(anything),
  attentionMask: optional(anything),
  causal: boolean(false),
  scale: optional(numberIn({})),
};

/**
 * Scaled dot-product attention of every head: `y[b, t, n] = Σₛ pₜₛ value[b, s, n]` with
 * `pₜ = softmaxₛ(scale · query[b, t, n]·key[b, s, n])` over the steps that count. A row for which no step counts is zeros.
 * A fused body never holds the scores of more than a block of rows and steps, forward and backward.
 *
 * Shapes: `query: [B, T, N, H]`, `key: [B, S, N, H]`, `value: [B, S, N, V]` float32 → `[B, T, N, V]`.
 *
 * @throws RangeError for shapes that do not fit, TypeError for a dtype
 * @example
 * ```ts
 * const y = attention({ query, key, value, keyMask, causal: true });
 * ```
 */
export function attention(operands: AttentionOperands): Tensor {
  const { inputs, attributes } = prepare('attention', operands);
  const { q, k, v, ...masks } = inputs;
  const given = Object.entries(masks).filter(([, mask]) => mask !== undefined);
  const [y] = recordedOp({
    inputs: { q, k, v },
    forward(save) {
      const { y, logSumExp } = runKernel('Attention', inputs, attributes);
      save([q, k, v, y, logSumExp, ...given.map(([, mask]) => mask!)]);
      return [y];
    },
    backward([dy], [q, k, v, y, logSumExp, ...saved]) {
      const counted = Object.fromEntries(given.map(([name], i) => [name, saved[i]!]));
      const operands = { q: q!, k: k!, v: v!, y: y!, logSumExp: logSumExp!, dy: dy!, ...counted };
      const { dq, dk, dv } = runKernel('AttentionGrad', operands, attributes);
      return { q: dq, k: dk, v: dv };
    },
  });
  return y!;
}

/** What {@link attentionWeights} takes. */
export interface AttentionScores
  extends Pick<AttentionOperands, 'queryMask' | 'keyMask' | 'attentionMask' | 'causal'> {
  /** `[B, N, T, S]`: how much each of N heads makes of each step, before the softmax. */
  readonly scores: Tensor;
}

const SCORES_RULES: OptionRules<AttentionScores> = {
  scores: anything,
  queryMask: optional(anything),
  keyMask: optional(anything),
  attentionMask: optional(anything),
  causal: boolean(false),
};

/**
 * The softmax of scores over the steps that count, to look at or to change before values are summed with it; 0 for steps that do
 * not count. With the scores of {@link attention} these are its weights.
 *
 * Shapes: `scores: [B, N, T, S]` float32 → the same.
 *
 * @throws RangeError for shapes that do not fit, TypeError for a dtype
 * @example
 * ```ts
 * const weights = attentionWeights({ scores, keyMask, causal: true });
 * ```
 */
export function attentionWeights(options: AttentionScores): Tensor {
  const op = 'attentionWeights';
  const { scores, ...masks } = resolveOptions(op, options, SCORES_RULES);
  const { shape } = typedOperand(op, 'scores', scores, 'float32');
  if (shape.length !== 4 || scores.size === 0) {
    throw new RangeError(
      `${op}: scores must have shape [B, N, T, S] with positive sizes, got ${formatShape(shape)}.`,
    );
  }
  checkMasks(op, `scores ${formatShape(shape)}`, masks, shape[0]!, shape[2]!, shape[3]!);
  return tidy(() => {
    const { scores: masked, counts } = maskScores(scores, masks);
    const weights = softmax(masked);
    return counts ? mul(weights, counts) : weights;
  });
}

/** `of` says what the masks belong to. */
function checkMasks(
  op: string,
  of: string,
  { queryMask, keyMask, attentionMask }: Omit<AttentionScores, 'scores' | 'causal'>,
  batch: number,
  time: number,
  steps: number,
): void {
  for (const [name, mask, expected] of [
    ['queryMask', queryMask, [batch, time]],
    ['keyMask', keyMask, [batch, steps]],
    ['attentionMask', attentionMask, [batch, time, steps]],
  ] as const) {
    if (mask === undefined) continue;
    typedOperand(op, name, mask, 'bool');
    const isForAll = mask === attentionMask && mask.shape[0] === 1;
    checkFits(op, of, name, mask, isForAll ? [1, ...expected.slice(1)] : expected);
  }
}

function checkFits(op: string, of: string, name: string, tensor: Tensor, expected: readonly number[]): void {
  if (sameShape(tensor.shape, expected)) return;
  throw new RangeError(
    `${op}: ${name} has shape ${formatShape(tensor.shape)}, expected ${formatShape(expected)} for ${of}.`,
  );
}

function prepare(op: string, operands: AttentionOperands) {
  const { query, key, value, causal, scale, ...masks } = resolveOptions(op, operands, RULES);
  for (const [name, tensor] of Object.entries({ query, key, value })) {
    const { shape } = typedOperand(op, name, tensor, 'float32');
    if (shape.length === 4 && tensor.size > 0) continue;
    throw new RangeError(
      `${op}: ${name} must have shape [B, T, N, H] with positive sizes, got ${formatShape(shape)}.`,
    );
  }
  const [batch, time, heads, features] = query.shape as [number, number, number, number];
  const steps = key.shape[1]!;
  const of = `query ${formatShape(query.shape)} and key ${formatShape(key.shape)}`;
  checkFits(op, of, 'key', key, [batch, steps, heads, features]);
  checkFits(op, of, 'value', value, [batch, steps, heads, value.shape[3]!]);
  checkMasks(op, of, masks, batch, time, steps);
  checkResult(op, [batch, time, heads, value.shape[3]!]);
  return {
    inputs: { q: query, k: key, v: value, ...masks },
    attributes: { causal, scale: scale ?? 1 / Math.sqrt(features) },
  };
}
