import { sentenceWords } from './sentence-words.ts';
import type { TranslatedSentence } from './translation-source.ts';

/**
 * The baseline of translation: for every sentence the first translation of the training sentence that is most similar, by the share of words that both have
 * (Jaccard); of equally similar ones of the first.
 */
export function similarTranslations(
  known: readonly TranslatedSentence[],
  sentences: readonly string[],
): readonly string[] {
  const sets = known.map(({ source }) => new Set(sentenceWords(source)));
  return sentences.map((sentence) => {
    const words = new Set(sentenceWords(sentence));
    let [best, at] = [-1, 0];
    for (const [i, set] of sets.entries()) {
      let shared = 0;
      for (const word of words) if (set.has(word)) shared++;
      const similarity = shared / (words.size + set.size - shared);
      if (similarity > best) [best, at] = [similarity, i];
    }
    return known[at]!.targets[0]!;
  });
}
