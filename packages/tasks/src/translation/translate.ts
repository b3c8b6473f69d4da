import { beamSearch, greedySearch } from '@seqloom/generation';
import { StepRunner } from '@seqloom/train';
import { BEGIN, END } from '../token-table.ts';
import { joinWords, sentenceWords } from './sentence-words.ts';
import { sentenceArray } from './translation-arrays.ts';
import type { TranslationModel } from './translation-types.ts';

/** How sentences are translated. */
export interface TranslateOptions {
  /** 1: the most likely word each time; more: a beam search, scores divided by the length. */
  readonly beams: number;
  readonly signal?: AbortSignal | undefined;
}

/** A translation. */
export interface Translation {
  readonly translation: string;
  /** Words of the sentence that the model knows. */
  readonly knownWords: number;
}

/**
 * Translates sentences, one after the other. A sentence without a word that the model knows has no translation.
 *
 * @throws the reason of the signal when it is aborted
 */
export async function translate(
  { model, source, target, form }: TranslationModel,
  sentences: readonly string[],
  { beams, signal }: TranslateOptions,
): Promise<readonly Translation[]> {
  const runner = new StepRunner(model, { fixed: ['source'], logits: true });
  const search = { prompt: [BEGIN], maxTokens: form.longest, endToken: END };
  try {
    const translations: Translation[] = [];
    for (const sentence of sentences) {
      signal?.throwIfAborted();
      const words = sentenceWords(sentence);
      const knownWords = words.filter((word) => source.has(word)).length;
      if (knownWords === 0) {
        translations.push({ translation: '', knownWords });
        continue;
      }
      await runner.reset({ source: sentenceArray(words, source) });
      const found =
        beams === 1
          ? await greedySearch(runner, search)
          : (await beamSearch(runner, { ...search, beams }))[0]!;
      translations.push({ translation: joinWords(found.tokens.map((id) => target.token(id))), knownWords });
    }
    return translations;
  } finally {
    runner.dispose();
  }
}
