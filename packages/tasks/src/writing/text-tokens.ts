import { joinWords } from '../translation/sentence-words.ts';
import type { TextUnit } from './writing-types.ts';

/** Words with what holds them together, marks, and ends of paragraphs. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*|\n|[^\s\p{L}\p{M}\p{N}]/gu;

/** Marks that stand beside the word before them. */
const BEFORE_NONE = new Set(['.', ',', ';', ':', '!', '?', '…', ')', '\n', '%']);

/** A text as characters, or as words in small letters. Line ends are `\n`. */
export function textTokens(text: string, unit: TextUnit): readonly string[] {
  const plain = text.normalize('NFC').replaceAll('\r\n', '\n');
  if (unit === 'characters') return Array.from(plain);
  return plain.toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
}

/** The text of tokens. */
export function tokensText(tokens: readonly string[], unit: TextUnit): string {
  return unit === 'characters' ? tokens.join('') : joinWords(tokens, BEFORE_NONE);
}
