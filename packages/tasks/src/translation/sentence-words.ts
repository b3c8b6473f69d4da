/** A word, which an apostrophe may end (`j’` in `j’ai`), or a mark. */
const WORD = /[\p{L}\p{M}\p{N}]+'?|[^\s\p{L}\p{M}\p{N}]/gu;

/** Marks that stand beside the word before them, and after them. */
const BEFORE_NONE = new Set(['.', ',', '…', ')', '-', "'", '%']);
const AFTER_NONE = new Set(['(', '-', '¿', '¡']);

/** The words and marks of a sentence, in small letters. */
export function sentenceWords(sentence: string): readonly string[] {
  return sentence.normalize('NFC').toLowerCase().replaceAll(/[’ʼ]/g, "'").match(WORD) ?? [];
}

/**
 * A sentence of words and marks, spaces where they belong.
 *
 * @param beforeNone marks that stand beside the word before them; by default as in French, where `?` and `!` do not
 */
export function joinWords(words: readonly string[], beforeNone: ReadonlySet<string> = BEFORE_NONE): string {
  let sentence = '';
  let together = true;
  for (const word of words) {
    sentence += together || beforeNone.has(word) ? word : ` ${word}`;
    together = word.endsWith("'") || word === '\n' || AFTER_NONE.has(word);
  }
  return sentence;
}
