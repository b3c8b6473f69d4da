import type { Tokenizer, TokenSpan } from '@seqloom/text';
import { readersOf, type TextIds } from './read-texts.ts';
import type { TextForm } from './text-form.ts';
import { oddsOf, textProbabilities } from './text-probabilities.ts';
import type { TextModel, TextReader } from './text-types.ts';

/** What is asked about the words of a text. */
export interface AskedWords {
  readonly words: readonly TokenSpan[];
  /** The place of the class among the classes. */
  readonly label: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * By how much each word of a text raises the log-odds of a class: those of the text less those without the word. For a bag of words or
 * phrases all copies of a word are left out together and share what that changes.
 *
 * **Source**: the occlusion of Zeiler and Fergus, 2014, on words.
 */
export async function leaveOneOut(
  model: TextModel,
  text: string,
  { words, label, signal }: AskedWords,
): Promise<Float64Array> {
  const readings = readersOf(model).map((reader) => readingOf(reader, text, words));
  const places = [...new Set(readings.flatMap(({ read }) => read))].sort((a, b) => a - b);
  const leftOut = readings.some(({ unordered }) => unordered)
    ? copiesOf(places, words)
    : places.map((at) => [at]);
  const ids: TextIds = readings.map(({ without }) => [without([]), ...leftOut.map(without)]);
  const all = await textProbabilities(model, ids, signal);
  const { length: classes } = model.form.classes;
  const logOdds = (row: number) => oddsOf(all[row * classes + label]!);
  const influences = new Float64Array(words.length);
  for (const [i, group] of leftOut.entries()) {
    for (const at of group) influences[at] = (logOdds(0) - logOdds(i + 1)) / group.length;
  }
  return influences;
}

/** How one network reads a text. */
interface Reading {
  /** The places of the words that it reads. */
  readonly read: readonly number[];
  /** Whether it sees which words or phrases there are and not in which order. */
  readonly unordered: boolean;
  /** The ids of the text without the words at some places. */
  without(places: readonly number[]): Int32Array;
}

function readingOf({ tokenizer, form }: TextReader, text: string, words: readonly TokenSpan[]): Reading {
  const index = idsOfTokens(
    tokenizer,
    words.map(({ token }) => token),
  );
  const read = readPlaces(form, index);
  if (form.input === 'ngrams') {
    // The phrases that a word is part of go with it, and its neighbours become neighbours.
    const without = (places: readonly number[]) => {
      const blanked = places.reduceRight((rest, at) => blankedOut(rest, words[at]!), text);
      return form.sequences(tokenizer, [blanked])[0]!;
    };
    return { read, unordered: true, without };
  }
  return {
    read,
    unordered: form.input === 'bag',
    without: (places) => form.directed(read.flatMap((at) => (places.includes(at) ? [] : [index[at]!]))),
  };
}

/** The id of each word or phrase where the network knows it. */
export function idsOfTokens(
  tokenizer: Tokenizer,
  tokens: readonly string[],
): readonly (number | undefined)[] {
  return tokenizer.textsToSequences(tokens.map((token) => [token])).map(([id]) => id);
}

/** The places of the words that a network reads: those that it knows, of which texts are cut in front; read from their end, behind. */
export function readPlaces(
  { maxlen, reversed }: Pick<TextForm, 'maxlen' | 'reversed'>,
  ids: readonly (number | undefined)[],
): readonly number[] {
  const known = ids.flatMap((id, at) => (id === undefined ? [] : [at]));
  if (maxlen === undefined) return known;
  return reversed ? known.slice(0, maxlen) : known.slice(-maxlen);
}

function blankedOut(text: string, { start, end }: TokenSpan): string {
  return `${text.slice(0, start)} ${text.slice(end)}`;
}

function copiesOf(places: readonly number[], words: readonly TokenSpan[]): number[][] {
  const copies = new Map<string, number[]>();
  for (const at of places) {
    const { token } = words[at]!;
    copies.set(token, [...(copies.get(token) ?? []), at]);
  }
  return [...copies.values()];
}
