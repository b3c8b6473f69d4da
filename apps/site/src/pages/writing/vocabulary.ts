/** Letters with what holds them together; digits are no words. */
const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;

/** The different words of a text, in small letters. */
export function vocabularyOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of text.matchAll(WORD)) words.add(word.toLowerCase());
  return words;
}

/**
 * How many of the whole words of a sample are in a vocabulary. A word that the sample may have been cut within, at its end, does not count,
 * nor the one that goes on from the beginning.
 */
export function knownWords(
  { beginning, text }: { readonly beginning: string; readonly text: string },
  vocabulary: ReadonlySet<string>,
): { readonly words: number; readonly known: number } {
  const joined = /[\p{L}\p{M}'’-]$/u.test(beginning);
  let words = 0;
  let known = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if ((index === 0 && joined) || index + word.length === text.length) continue;
    words++;
    if (vocabulary.has(word.toLowerCase())) known++;
  }
  return { words, known };
}
