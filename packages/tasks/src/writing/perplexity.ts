import { type SingleOutputModel, StepRunner } from '@seqloom/train';

/** Steps between two looks at the signal. */
const PACE = 512;

/**
 * The perplexity of a text: `exp(−mean ln p)` of every token but the first, given all before it.
 *
 * @throws the reason of the signal when it is aborted
 */
export async function perplexityOf(
  model: SingleOutputModel,
  ids: Int32Array,
  signal?: AbortSignal,
): Promise<number> {
  const runner = new StepRunner(model, { logits: true });
  try {
    let sum = 0;
    for (let i = 0; i + 1 < ids.length; i++) {
      if (i % PACE === 0) signal?.throwIfAborted();
      sum += logProbability(await runner.step(ids.subarray(i, i + 1)), ids[i + 1]!);
    }
    return Math.exp(-sum / (ids.length - 1));
  } finally {
    runner.dispose();
  }
}

/** `ln softmax(logits)` at a token. */
function logProbability(logits: Float32Array, token: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return logits[token]! - largest - Math.log(sum);
}
