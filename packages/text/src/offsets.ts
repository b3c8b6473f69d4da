import { checkText, type Resolved, resolveOptions } from '@seqloom/options';
import { pythonLower } from './python-lower.ts';
import { PLACED_TOKEN_RULES, type TokenOptions } from './token-reader.ts';

/** A token and its place in the text. */
export interface TokenSpan {
  /** The token as a Tokenizer sees it, lowercased for instance. */
  readonly token: string;
  /** First UTF-16 code unit of the token in the text. */
  readonly start: number;
  /** One past the last code unit: `text.slice(start, end)` is the part of the text that became the token. */
  readonly end: number;
}

/** U+0130, the only code point whose lowercase is two code points. */
const CAPITAL_I_WITH_DOT = 'İ';

/**
 * The tokens of a text with their places in the original text, for instance to highlight words. The tokens are those of
 * {@link textToWordSequence}, or the characters with `charLevel`.
 *
 * @throws RangeError for an option that does not exist and when `split` is empty; TypeError for a value of the wrong type.
 *
 * @example
 * tokenOffsets('The cat.');  // [{ token: 'the', start: 0, end: 3 }, { token: 'cat', start: 4, end: 7 }]
 */
export function tokenOffsets(text: string, options: Omit<TokenOptions, 'analyzer'> = {}): TokenSpan[] {
  const resolved = resolveOptions('tokenOffsets', options, PLACED_TOKEN_RULES);
  checkText('tokenOffsets', 'text', text);
  return spansOf(text, resolved);
}

/** `tokenOffsets` with resolved options. */
export function spansOf(text: string, options: Resolved<Omit<TokenOptions, 'analyzer'>>): TokenSpan[] {
  const { filters, lower, split, charLevel } = options;
  const characters = withPlaces(text, lower);
  if (charLevel) return characters;

  const filtered = new Set(filters);
  const separator = [...split];
  const translated = characters.flatMap((character) =>
    filtered.has(character.token) ? separator.map((token) => ({ ...character, token })) : character,
  );
  const spans: TokenSpan[] = [];
  let first = 0;
  const endWord = (next: number): void => {
    const word = translated.slice(first, next);
    if (word.length === 0) return;
    spans.push({
      token: word.map(({ token }) => token).join(''),
      start: word[0]!.start,
      end: word.at(-1)!.end,
    });
  };
  for (let i = 0; i < translated.length; ) {
    if (!separator.every((token, j) => translated[i + j]?.token === token)) {
      i++;
      continue;
    }
    endWord(i);
    i += separator.length;
    first = i;
  }
  endWord(translated.length);
  return spans;
}

/** The code points of a text, lowercased if asked, each with the place of the one it was made from. */
function withPlaces(text: string, lower: boolean): TokenSpan[] {
  const lowered = [...(lower ? pythonLower(text) : text)];
  const places: TokenSpan[] = [];
  let start = 0;
  for (const original of text) {
    const end = start + original.length;
    const count = lower && original === CAPITAL_I_WITH_DOT ? 2 : 1;
    for (let i = 0; i < count; i++) places.push({ token: lowered[places.length]!, start, end });
    start = end;
  }
  return places;
}
