/** Characters that take two columns, by the East Asian Width (W, F) of Unicode 15. */
const WIDE =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Characters that take no column: combining marks, joiners, control characters. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff]*$/u;
/** Selects the emoji form of the character before it, as in ❤️. */
const AS_EMOJI = '\ufe0f';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours begin with one
const ANSI = /\u001b\[[0-9;]*m/g;
const ASCII = /^[\u0020-\u007e]*$/;

// Not in every browser; without it joined emoji are counted one by one.
const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * How many columns of a terminal a text takes: two for East Asian letters and emoji, none for combining marks and colour
 * codes.
 */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const letter of lettersOf(text.replace(ANSI, ''))) {
    if (NO_WIDTH.test(letter)) continue;
    width += WIDE.test(letter) || letter.includes(AS_EMOJI) ? 2 : 1;
  }
  return width;
}

function lettersOf(text: string): Iterable<string> {
  return segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : text;
}
