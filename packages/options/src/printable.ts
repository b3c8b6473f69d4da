/** Control characters but for tabs and line ends, and marks that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text from outside as a terminal may show it: a file could otherwise colour, move or hide what is written after it.
 *
 * @example
 * ```ts
 * printable('a\u001b[31mred'); // 'a�[31mred'
 * ```
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd');
}
