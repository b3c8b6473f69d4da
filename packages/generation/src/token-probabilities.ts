import {
  numberIn,
  type OptionRules,
  optional,
  positive,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { logSoftmaxRow } from './token-model.ts';

/** Which tokens may be drawn, and how sharply. */
export interface SamplingOptions {
  /** Divides the logits: below 1 likely tokens gain, above 1 unlikely ones do. Default 1. */
  readonly temperature?: number;
  /** Keeps the k most likely tokens, with all that are as likely as the last of them. Default all. */
  readonly topK?: number | undefined;
  /** Keeps the fewest most likely tokens whose probabilities sum to p or more, after `topK`; in (0, 1]. Default 1: all. */
  readonly topP?: number;
}

/** Their rules. */
export const SAMPLING_RULES: OptionRules<SamplingOptions> = {
  temperature: positive(1),
  topK: optional(positiveInteger()),
  topP: numberIn({ above: 0, max: 1 }, 1),
};

/**
 * The probabilities with which tokens are drawn: `softmax(logits / temperature)` over the tokens that `topK` and then `topP` keep, 0
 * for the others.
 *
 * Shapes: `logits [V]` → `[V]`, which sums to 1.
 *
 * @throws RangeError for options out of their range and logits that are not numbers
 *
 * **Source**: Fan et al. 2018 (top-k), Holtzman et al. 2020 (nucleus); the logits warpers of Hugging Face transformers.
 *
 * @example
 * ```ts
 * const p = tokenProbabilities(Float32Array.of(2, 1, 0), { temperature: 0.7, topK: 2 });
 * ```
 */
export function tokenProbabilities(logits: Float32Array, options: SamplingOptions = {}): Float64Array {
  const owner = 'tokenProbabilities';
  const { temperature, topK, topP } = resolveOptions(owner, options, SAMPLING_RULES);
  const logs = logSoftmaxRow(owner, logits);
  let largest = Number.NEGATIVE_INFINITY;
  for (const log of logs) largest = Math.max(largest, log);
  // The largest is 0: no temperature makes it overflow.
  const weights = logs.map((log) => Math.exp((log - largest) / temperature));
  if (topK !== undefined && topK < weights.length) {
    const last = weights.slice().sort().at(-topK)!;
    drop(weights, (weight) => weight < last);
  }
  if (topP < 1) {
    const order = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b);
    const all = sum(weights);
    let before = 0;
    for (const token of order) {
      const weight = weights[token]!;
      if (before >= topP * all) weights[token] = 0;
      before += weight;
    }
  }
  const all = sum(weights);
  return weights.map((weight) => weight / all);
}

function drop(weights: Float64Array, isDropped: (weight: number) => boolean): void {
  for (const [i, weight] of weights.entries()) if (isDropped(weight)) weights[i] = 0;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
