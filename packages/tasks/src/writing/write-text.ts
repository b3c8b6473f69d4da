import { type SamplingOptions, sampleTokens, type TokenModel } from '@seqloom/generation';
import { StepRunner } from '@seqloom/train';
import { BEGIN, END, PADDING, UNKNOWN } from '../token-table.ts';
import { textTokens, tokensText } from './text-tokens.ts';
import type { WritingModel } from './writing-types.ts';

/** How a text is written. */
export interface WriteTextOptions extends SamplingOptions {
  /** What it begins with; at least one character or word that the model knows. */
  readonly beginning: string;
  /** How many characters or words follow. */
  readonly length: number;
  /** Decides the draws; default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes on from a beginning, token by token.
 *
 * @returns what is added to the text, piece by piece as it is written
 * @throws RangeError when the model knows nothing of the beginning; the reason of the signal when it is aborted
 */
export async function* writeText(
  { model, table, form }: WritingModel,
  { beginning, length, seed = 0, signal, ...sampling }: WriteTextOptions,
): AsyncGenerator<string, void, void> {
  const { unit } = form;
  const tokens = textTokens(beginning, unit);
  if (!tokens.some((token) => table.has(token))) {
    throw new RangeError(
      `The model knows none of the ${unit} of ${JSON.stringify(beginning)}. Begin with others: it was trained on a text with "${table.token(5)}" and "${table.token(6)}".`,
    );
  }
  const runner = new StepRunner(model, { logits: true });
  try {
    const written = [...tokens];
    let text = tokensText(written, unit);
    const prompt = [...table.encode(tokens)];
    for await (const id of sampleTokens(ownTokens(runner), {
      prompt,
      maxTokens: length,
      seed,
      ...sampling,
    })) {
      signal?.throwIfAborted();
      written.push(table.token(id));
      const longer = tokensText(written, unit);
      yield longer.slice(text.length);
      text = longer;
    }
  } finally {
    runner.dispose();
  }
}

/** The model without the numbers that stand for no token. */
function ownTokens(runner: StepRunner): TokenModel {
  return {
    batchSize: 1,
    async step(tokens) {
      const logits = await runner.step(tokens);
      for (const id of [PADDING, UNKNOWN, BEGIN, END]) logits[id] = Number.NEGATIVE_INFINITY;
      return logits;
    },
    select: (rows) => runner.select(rows),
  };
}
