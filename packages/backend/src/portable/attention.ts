import type { PortableKernel } from '../contract/kernel.ts';
import type { AttentionAttributes, AttentionInputs } from '../contract/kernel-table.ts';
import type { Tensor } from '../contract/tensor.ts';
import { add, div, maximum, mul, sub } from '../engine/arithmetic.ts';
import { cast } from '../engine/cast.ts';
import { greater, where } from '../engine/compare.ts';
import { scalar, tensor } from '../engine/create.ts';
import { exp, log } from '../engine/functions.ts';
import { matMul } from '../engine/linear.ts';
import { max, sum } from '../engine/reduce.ts';
import { reshape, transpose } from '../engine/shape.ts';

/** As in Keras, the score of a step that does not count; no score that counts comes near it. */
const SKIPPED = -1e9;
/** Below any sum of exponentials whose largest is 1. */
const NOTHING = 1e-30;

/** Attention with the scores of all steps written out: `[B, N, T, S]`. */
export const attention: PortableKernel<'Attention'> = {
  name: 'Attention',
  run(inputs, attributes) {
    const { scores, counts } = attentionScores(inputs, attributes);
    const largest = max(scores, -1, true);
    let powers = exp(sub(scores, largest));
    if (counts) powers = mul(powers, counts);
    const total = sum(powers, -1, true);
    const weights = div(powers, maximum(total, scalar(NOTHING)));
    const all = add(largest, log(maximum(total, scalar(NOTHING))));
    const logSumExp = counts ? where(greater(total, scalar(0)), all, scalar(0)) : all;
    return {
      y: swapHeads(matMul(weights, swapHeads(inputs.v))),
      logSumExp: reshape(logSumExp, scores.shape.slice(0, -1)),
    };
  },
};

/** With p the weights and d = Σ dy·y per row: `ds = p (dy·v − d)`. */
export const attentionGrad: PortableKernel<'AttentionGrad'> = {
  name: 'AttentionGrad',
  run({ y, logSumExp, dy, ...inputs }, attributes) {
    const { scores, counts } = attentionScores(inputs, attributes);
    const all = reshape(logSumExp, [...logSumExp.shape, 1]);
    // Of a row of zeros logSumExp is 0, and exp(−1e9) too.
    const weights = counts ? mul(exp(sub(scores, all)), counts) : exp(sub(scores, all));
    const [dOut, v] = [swapHeads(dy), swapHeads(inputs.v)];
    const projection = sum(mul(dOut, swapHeads(y)), -1, true);
    const dWeights = sub(matMul(dOut, v, { transposeB: true }), projection);
    const dScores = mul(mul(weights, dWeights), scalar(attributes.scale));
    return {
      dq: swapHeads(matMul(dScores, swapHeads(inputs.k))),
      dk: swapHeads(matMul(dScores, swapHeads(inputs.q), { transposeA: true })),
      dv: swapHeads(matMul(weights, dOut, { transposeA: true })),
    };
  },
};

/** What masks and `causal` say about scores. */
export type ScoreMasks = Pick<AttentionInputs<Tensor>, 'queryMask' | 'keyMask' | 'attentionMask'> & {
  readonly causal: boolean;
};

/** Scores `[B, N, T, S]` of query and key, masked. */
function attentionScores(
  { q, k, queryMask, keyMask, attentionMask }: Omit<AttentionInputs<Tensor>, 'v'>,
  { causal, scale }: AttentionAttributes,
): MaskedScores {
  const products = matMul(swapHeads(q), swapHeads(k), { transposeB: true });
  return maskScores(mul(products, scalar(scale)), { queryMask, keyMask, attentionMask, causal });
}

interface MaskedScores {
  /** Very low where a step does not count. */
  readonly scores: Tensor;
  /** 1 where a step counts and 0 elsewhere, of a shape that broadcasts to that of the scores; undefined: all count. */
  readonly counts: Tensor | undefined;
}

/** Leaves steps that do not count out of scores `[B, N, T, S]`. */
export function maskScores(
  scores: Tensor,
  { queryMask, keyMask, attentionMask, causal }: ScoreMasks,
): MaskedScores {
  const [batch, , time, steps] = scores.shape as [number, number, number, number];
  const factors = [
    queryMask && reshape(cast(queryMask, 'float32'), [batch, 1, time, 1]),
    keyMask && reshape(cast(keyMask, 'float32'), [batch, 1, 1, steps]),
    attentionMask && reshape(cast(attentionMask, 'float32'), [attentionMask.shape[0]!, 1, time, steps]),
    causal ? triangle(time, steps) : undefined,
  ].filter((factor) => factor !== undefined);
  if (factors.length === 0) return { scores, counts: undefined };
  const counts = factors.reduce((all, factor) => mul(all, factor));
  return { scores: where(greater(counts, scalar(0)), scores, scalar(SKIPPED)), counts };
}

/** `[B, T, N, H]` ↔ `[B, N, T, H]` */
function swapHeads(x: Tensor): Tensor {
  return transpose(x, [0, 2, 1, 3]);
}

/** `[1, 1, T, S]`: 1 where s ≤ t. */
function triangle(time: number, steps: number): Tensor {
  const values = Float32Array.from({ length: time * steps }, (_, i) =>
    Number(i % steps <= Math.floor(i / steps)),
  );
  return tensor(values, [1, 1, time, steps]);
}
