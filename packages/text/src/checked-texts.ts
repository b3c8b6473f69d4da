import { formatValue } from '@seqloom/options';

/** @throws TypeError unless `texts` is an iterable other than a string, which is passed by mistake for several texts */
export function checkedTexts<T>(owner: string, texts: T): T {
  if (typeof texts === 'object' && texts !== null) {
    if (Symbol.iterator in texts || Symbol.asyncIterator in texts) return texts;
  }
  throw new TypeError(
    `${owner}: texts must be an iterable of texts, got ${formatValue(texts)}. Use [text] for one.`,
  );
}

/**
 * Several texts, each a string.
 *
 * @throws TypeError that says which is not
 */
export function checkedStrings(owner: string, texts: readonly string[]): readonly string[] {
  const strings = Array.from(checkedTexts(owner, texts));
  const row = strings.findIndex((text) => typeof text !== 'string');
  if (row < 0) return strings;
  throw new TypeError(`${owner}: text ${row} must be a string, got ${formatValue(strings[row])}.`);
}

/**
 * The tokens that a function of the caller returned for a text.
 *
 * @throws TypeError unless they are an array of strings
 */
export function checkedTokens(owner: string, option: string, tokens: unknown): readonly string[] {
  if (Array.isArray(tokens) && tokens.every((token) => typeof token === 'string')) return tokens;
  throw new TypeError(`${owner}: ${option} must return an array of strings, got ${formatValue(tokens)}.`);
}
