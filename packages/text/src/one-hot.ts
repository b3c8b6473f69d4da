import { denseCells, type NdArray } from '@seqloom/arrays';
import { type OptionRules, positiveInteger, resolveOptions, text } from '@seqloom/options';
import { checkedStrings } from './checked-texts.ts';
import { pythonSplit } from './python-split.ts';

/** A dense tensor of rank 3 and float32. */
export type FloatTensor3 = NdArray<
  Float32Array,
  readonly [samples: number, positions: number, depth: number]
>;

/** One-hot vectors together with the index they were made with. */
export interface OneHotTokens extends FloatTensor3 {
  /** Index of each token, from 1; column 0 is never set. */
  readonly tokenIndex: ReadonlyMap<string, number>;
}

/** Options of {@link oneHotWords}. */
export interface OneHotWordsOptions {
  /** Words per sample; the rest is left out. Default 10. */
  readonly maxLength?: number;
}

/** Options of {@link oneHotCharacters}. */
export interface OneHotCharactersOptions {
  /** Characters per sample; the rest is left out. Default 50. */
  readonly maxLength?: number;
  /** The characters that have an index, from 1 on. Default {@link PRINTABLE_ASCII}. */
  readonly characters?: string;
}

/** The 100 printable ASCII characters in Python's order: digits, letters, punctuation, white space. */
export const PRINTABLE_ASCII: string =
  '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ' +
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c';

const WORD_RULES: OptionRules<OneHotWordsOptions> = { maxLength: positiveInteger(10) };
const CHARACTER_RULES: OptionRules<OneHotCharactersOptions> = {
  maxLength: positiveInteger(50),
  characters: text(PRINTABLE_ASCII),
};

/**
 * Turns each of the first `maxLength` words of every sample into a one-hot vector. Words are split at white
 * space, keep case and punctuation, and are numbered from 1 in order of first occurrence.
 *
 * **Shapes**: `n` samples with `V` different words → `[n, maxLength, V + 1]` float32.
 *
 * **Source**: _Deep Learning with Python_, listing 6.1.
 *
 * @example
 * oneHotWords(['The cat sat on the mat.', 'The dog ate my homework.']).shape;  // [2, 10, 11]
 */
export function oneHotWords(samples: readonly string[], options: OneHotWordsOptions = {}): OneHotTokens {
  const { maxLength } = resolveOptions('oneHotWords', options, WORD_RULES);
  const words = checkedStrings('oneHotWords', samples).map(pythonSplit);
  const tokenIndex = new Map<string, number>();
  for (const word of words.flat()) if (!tokenIndex.has(word)) tokenIndex.set(word, tokenIndex.size + 1);
  return encode('oneHotWords', words, tokenIndex, maxLength);
}

/**
 * Turns each of the first `maxLength` characters (code points) of every sample into a one-hot vector. A character
 * that is not among `characters` gets a row of zeros.
 *
 * **Shapes**: `n` samples, `C` characters → `[n, maxLength, C + 1]` float32.
 *
 * **Source**: _Deep Learning with Python_, listing 6.2 (which sets the whole row for an unknown character).
 *
 * @example
 * oneHotCharacters(['The cat sat on the mat.', 'The dog ate my homework.']).shape;  // [2, 50, 101]
 */
export function oneHotCharacters(
  samples: readonly string[],
  options: OneHotCharactersOptions = {},
): OneHotTokens {
  const { maxLength, characters } = resolveOptions('oneHotCharacters', options, CHARACTER_RULES);
  const tokenIndex = new Map(Array.from(characters, (character, i) => [character, i + 1]));
  return encode(
    'oneHotCharacters',
    checkedStrings('oneHotCharacters', samples).map((sample) => [...sample]),
    tokenIndex,
    maxLength,
  );
}

function encode(
  owner: string,
  samples: readonly (readonly string[])[],
  tokenIndex: ReadonlyMap<string, number>,
  maxLength: number,
): OneHotTokens {
  let depth = 1;
  for (const index of tokenIndex.values()) depth = Math.max(depth, index + 1);
  const shape = [samples.length, maxLength, depth] as const;
  const data = new Float32Array(denseCells(owner, shape, 'Encode fewer samples at a time.'));
  for (const [row, tokens] of samples.entries()) {
    for (let position = 0; position < Math.min(tokens.length, maxLength); position++) {
      const index = tokenIndex.get(tokens[position]!);
      if (index !== undefined) data[(row * maxLength + position) * depth + index] = 1;
    }
  }
  return { data, shape, tokenIndex };
}
