import { checkText } from '@seqloom/options';

/**
 * The characters for which Python's `str.isspace` is true. JavaScript's `\s` lacks U+001C–U+001F and U+0085, and has
 * U+FEFF in addition.
 */
const PYTHON_WHITESPACE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts the ASCII separators as white space
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * Splits a text at runs of white space, as Python's `str.split()` without arguments does; punctuation stays.
 *
 * @example
 * pythonSplit(' The cat sat. ');  // ['The', 'cat', 'sat.']
 */
export function pythonSplit(text: string): string[] {
  checkText('pythonSplit', 'text', text);
  return text.split(PYTHON_WHITESPACE).filter((word) => word !== '');
}
