import { formatValue } from '@seqloom/options';

/**
 * What says how likely the next token is: `StepRunner` of `@seqloom/train`, made with `logits: true` for a model of which the last
 * layer is a softmax over the tokens, or anything of one's own.
 */
export interface TokenModel {
  /** B: how many sequences run side by side. */
  readonly batchSize: number;
  /**
   * Goes one token on in every sequence.
   *
   * @param tokens `[B]`
   * @returns `[B, V]` for each token how likely it comes next, as logits: `ln p` up to a constant
   */
  step(tokens: Int32Array): Float32Array | Promise<Float32Array>;
  /** Makes the sequences those of the given numbers; one may come several times. */
  select(rows: readonly number[]): void;
}

/**
 * Reads tokens into one sequence.
 *
 * @returns the logits of the token after them
 * @throws RangeError for no tokens, for one that is not a number from 0 on, and when the model holds several sequences
 */
export async function readPrompt(
  owner: string,
  model: TokenModel,
  prompt: readonly number[],
): Promise<Float32Array> {
  if (model.batchSize !== 1) {
    throw new RangeError(
      `${owner}: the model holds ${model.batchSize} sequences, expected 1. Reset it, or select one of them.`,
    );
  }
  if (prompt.length === 0) {
    throw new RangeError(
      `${owner}: prompt must hold at least one token. Give the token that begins a sequence.`,
    );
  }
  const wrong = prompt.find((token) => !(Number.isInteger(token) && token >= 0));
  if (wrong !== undefined) {
    throw new RangeError(`${owner}: prompt must hold ids from 0 on, got ${formatValue(wrong)}.`);
  }
  let logits = new Float32Array();
  for (const token of prompt) logits = (await model.step(Int32Array.of(token))) as Float32Array<ArrayBuffer>;
  return logits;
}

/**
 * `ln softmax` of a row of logits.
 *
 * @throws RangeError when a logit is NaN or none is a number
 */
export function logSoftmaxRow(owner: string, logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) {
    if (Number.isNaN(logit)) throw new RangeError(`${owner}: the model gives NaN. Look at its weights.`);
    if (logit > largest) largest = logit;
  }
  if (!Number.isFinite(largest)) {
    throw new RangeError(
      `${owner}: the largest logit is ${largest}, expected a number. Look at the weights of the model.`,
    );
  }
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const shift = largest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}
