import { count, list, type OptionRules, optional, positiveInteger, resolveOptions } from '@seqloom/options';
import { createRandom, type Random } from '@seqloom/random';
import { readPrompt, type TokenModel } from './token-model.ts';
import { SAMPLING_RULES, type SamplingOptions, tokenProbabilities } from './token-probabilities.ts';

/** Options of `sampleTokens`. */
export interface SampleTokensOptions extends SamplingOptions {
  /** What the sequence begins with; at least one token. */
  readonly prompt: readonly number[];
  /** The most tokens after the prompt. */
  readonly maxTokens: number;
  /** Ends the sequence when it is drawn; it is not among the tokens. Default: none does. */
  readonly endToken?: number | undefined;
  /** Decides the draws; default 0. */
  readonly seed?: number;
}

const RULES: OptionRules<SampleTokensOptions> = {
  ...SAMPLING_RULES,
  prompt: list<readonly number[]>(),
  maxTokens: positiveInteger(),
  endToken: optional(count()),
  seed: count(0),
};

/**
 * Draws a sequence, token by token, each with the probability that the model gives it after those before.
 *
 * The same seed, options and model give the same tokens.
 *
 * @param model after a reset, or where the sequence is to go on
 * @returns the tokens after the prompt, one at a time as they are drawn
 * @throws RangeError for an option out of its range, an empty prompt, a model with several sequences
 *
 * @example
 * ```ts
 * const options = { prompt: [1], maxTokens: 20, endToken: 2, temperature: 0.8, topP: 0.9, seed: 7 };
 * for await (const token of sampleTokens(runner, options)) process.stdout.write(words[token]);
 * ```
 */
export async function* sampleTokens(
  model: TokenModel,
  options: SampleTokensOptions,
): AsyncGenerator<number, void, void> {
  const settings = resolveOptions('sampleTokens', options, RULES);
  const { prompt, maxTokens, endToken, seed, temperature, topK, topP } = settings;
  const random = createRandom(seed, 'sampleTokens');
  let logits = await readPrompt('sampleTokens', model, prompt);
  for (let i = 0; i < maxTokens; i++) {
    const token = draw(tokenProbabilities(logits, { temperature, topK, topP }), random);
    if (token === endToken) return;
    yield token;
    if (i + 1 < maxTokens) logits = await model.step(Int32Array.of(token));
  }
}

/** The number of an entry, drawn with its probability. */
function draw(probabilities: Float64Array, random: Random): number {
  const at = random.uniform();
  let before = 0;
  let last = 0;
  for (const [token, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    before += probability;
    if (at < before) return token;
    last = token;
  }
  return last; // the sum is a rounding error below 1
}
