import { resolveOptions } from '@seqloom/options';
import { type FoundSequence, SEARCH_RULES, type SearchOptions } from './search-options.ts';
import { logSoftmaxRow, readPrompt, type TokenModel } from './token-model.ts';

/**
 * The sequence that goes on with the most likely token each time; of equally likely ones with the lowest.
 *
 * @param model after a reset, or where the sequence is to go on
 * @throws RangeError for an option out of its range, an empty prompt, a model with several sequences
 *
 * @example
 * ```ts
 * const { tokens } = await greedySearch(runner, { prompt: [1], maxTokens: 20, endToken: 2 });
 * ```
 */
export async function greedySearch(model: TokenModel, options: SearchOptions): Promise<FoundSequence> {
  const { prompt, maxTokens, endToken } = resolveOptions('greedySearch', options, SEARCH_RULES);
  const tokens: number[] = [];
  let logProbability = 0;
  let logits = await readPrompt('greedySearch', model, prompt);
  for (let i = 0; i < maxTokens; i++) {
    const logs = logSoftmaxRow('greedySearch', logits);
    const token = largest(logs);
    logProbability += logs[token]!;
    if (token === endToken) return { tokens, logProbability, ended: true };
    tokens.push(token);
    if (i + 1 < maxTokens) logits = await model.step(Int32Array.of(token));
  }
  return { tokens, logProbability, ended: false };
}

function largest(values: Float64Array): number {
  let at = 0;
  for (const [i, value] of values.entries()) if (value > values[at]!) at = i;
  return at;
}
