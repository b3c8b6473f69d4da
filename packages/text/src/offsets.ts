import { checkOptions } from '@seqloom/options';
import { checkString } from './check-string.ts';
import { pythonLower } from './python-lower.ts';
import { checkTokenTypes, TOKEN_OPTIONS, type TokenOptions } from './token-reader.ts';
import { DEFAULT_FILTERS, separatorTable } from './word-sequence.ts';

/** A token and where it stands in the text. */
export interface TokenSpan {
  /** The token as a Tokenizer sees it, lowercased for instance. */
  readonly token: string;
  /** First UTF-16 code unit of the token in the text. */
  readonly start: number;
  /** One past the last code unit, so that `text.slice(start, end)` is what the token was made from. */
  readonly end: number;
}

/** The lowercase of U+0130 is the only one of two code points. */
const CAPITAL_I_WITH_DOT = 'İ';

/**
 * The tokens of a text, the same as {@link textToWordSequence} or `charLevel` give, with their places in the
 * original text: what it takes to highlight words.
 *
 * @throws RangeError when `split` is empty.
 *
 * @example
 * tokenOffsets('The cat.');  // [{ token: 'the', start: 0, end: 3 }, { token: 'cat', start: 4, end: 7 }]
 */
export function tokenOffsets(text: string, options: Omit<TokenOptions, 'analyzer'> = {}): TokenSpan[] {
  checkOptions('tokenOffsets', options, TOKEN_OPTIONS);
  checkTokenTypes('tokenOffsets', options);
  checkString('tokenOffsets', 'text', text);
  const { filters = DEFAULT_FILTERS, lower = true, split = ' ', charLevel = false } = options;
  separatorTable(filters, split); // refuses the separators that the Tokenizer refuses
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
