import { mostProbable } from './class-scores.ts';
import type { TextForm } from './text-form.ts';
import { textProbabilities } from './text-probabilities.ts';
import type { TextModel } from './text-types.ts';

/** A word of a text and what it does to the answer. */
export interface WordInfluence {
  /** As it is in the text: `text.slice(start, end)`. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Whether the model has learned the word; what it does not know has no influence. */
  readonly known: boolean;
  /**
   * By how much the word raises the log-odds of the label, `ln(p / (1 − p))`, against the text without it. Below 0 it speaks for
   * another class. 0.7 doubles the odds.
   */
  readonly influence: number;
}

/** Why a model gives a text its label. */
export interface TextExplanation {
  /** The label that is explained. */
  readonly label: string;
  /** Its probability. */
  readonly probability: number;
  /** Every word of the text, in its order. */
  readonly words: readonly WordInfluence[];
}

/** What to explain. */
export interface ExplainTextOptions {
  /** A class of the model. Default: the most probable one. */
  readonly label?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The influence of every word of a text on a model's answer: the text is scored once as it is and once without each word. For a
 * bag of words or phrases all copies of a word are left out together and share what that changes. Words before the last `maxlen`, which the
 * model does not read, have none.
 *
 * @throws RangeError for a label that the model does not have, and for one that reads characters; the signal's reason when it is aborted
 *
 * **Source**: the occlusion of Zeiler and Fergus, 2014 (leave one out), on words.
 * @example
 * ```ts
 * const { label, words } = await explainText(model, 'not bad at all');
 * console.log(label, words.map(({ word, influence }) => `${word} ${influence.toFixed(1)}`));
 * ```
 */
export async function explainText(
  model: TextModel,
  text: string,
  { label, signal }: ExplainTextOptions = {},
): Promise<TextExplanation> {
  const { tokenizer, form } = model;
  const { classes } = form;
  if (label !== undefined && !classes.includes(label)) {
    throw new RangeError(
      `explain: label ${JSON.stringify(label)} is not one of the classes, ${classes.join(', ')}.`,
    );
  }
  if (form.input === 'grams') {
    throw new RangeError(
      `explain: the model '${form.recipe}' reads characters, and words are explained. Train another one, for instance bag.`,
    );
  }
  const tokens = tokenizer.textToTokens(form.typed(text));
  const read = readTokens(
    form,
    tokens.map(({ index }) => index),
  );
  const unordered = form.input === 'bag' || form.input === 'ngrams';
  const leftOut = unordered ? copiesOf(read) : read.map(({ at }) => [at]);
  const sequence = (without: readonly number[]): Int32Array => {
    if (form.input !== 'ngrams') {
      return form.directed(read.flatMap(({ at, id }) => (without.includes(at) ? [] : [id])));
    }
    // The phrases that the word is part of go with it, and its neighbours become neighbours.
    const blanked = without.reduceRight((rest, at) => blankedOut(rest, tokens[at]!), text);
    return form.sequences(tokenizer, [blanked])[0]!;
  };
  const all = await textProbabilities(model, [sequence([]), ...leftOut.map(sequence)], signal);
  const best = label === undefined ? mostProbable(all, 0, classes.length) : classes.indexOf(label);
  const logOdds = (row: number) => oddsOf(all[row * classes.length + best]!);
  const influences = new Float64Array(tokens.length);
  for (const [i, places] of leftOut.entries()) {
    for (const at of places) influences[at] = (logOdds(0) - logOdds(i + 1)) / places.length;
  }
  return {
    label: classes[best]!,
    probability: all[best]!,
    words: tokens.map(({ start, end, index }, at) => ({
      word: text.slice(start, end),
      start,
      end,
      known: index !== undefined,
      influence: influences[at]!,
    })),
  };
}

function blankedOut(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${text.slice(0, start)} ${text.slice(end)}`;
}

/** A token that the model reads: its place among all of them, and its id. */
interface ReadToken {
  readonly at: number;
  readonly id: number;
}

/** Texts are cut in front; read from their end, behind. */
function readTokens({ maxlen, reversed }: TextForm, ids: readonly (number | undefined)[]): ReadToken[] {
  const known = ids.flatMap((id, at) => (id === undefined ? [] : [{ at, id }]));
  if (maxlen === undefined) return known;
  return reversed ? known.slice(0, maxlen) : known.slice(-maxlen);
}

function copiesOf(read: readonly ReadToken[]): number[][] {
  const places = new Map<number, number[]>();
  for (const { at, id } of read) places.set(id, [...(places.get(id) ?? []), at]);
  return [...places.values()];
}

/** A probability of 1 in float32 has no finite odds. */
const LEAST = 2 ** -24;

function oddsOf(probability: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(p / (1 - p));
}
