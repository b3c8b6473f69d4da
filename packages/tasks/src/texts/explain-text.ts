import { mostProbable } from './class-scores.ts';
import { idsOfTokens, leaveOneOut } from './leave-one-out.ts';
import { isLinear, linearContributions } from './linear-contributions.ts';
import { idsOf, readersOf } from './read-texts.ts';
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
   * By how much the word raises the log-odds of the label, `ln(p / (1 − p))`. Below 0 it speaks for another class. 0.7 doubles the
   * odds.
   */
  readonly influence: number;
}

/** Why a model gives a text its label. */
export interface TextExplanation {
  /** The label that is explained. */
  readonly label: string;
  /** Its probability. */
  readonly probability: number;
  /**
   * How influences are found: as `contributions` of a linear model of two classes they are exact and add up to the log-odds, together with
   * {@link base}; otherwise the text is scored without each word, `leave-one-out`.
   */
  readonly method: 'contributions' | 'leave-one-out';
  /** The log-odds of a text without words, for `contributions`. */
  readonly base?: number;
  /** Every word of the text, in its order; marks are words of models that read them. */
  readonly words: readonly WordInfluence[];
}

/** What to explain. */
export interface ExplainTextOptions {
  /** A class of the model. Default: the most probable one. */
  readonly label?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The influence of every word of a text on a model's answer. Of a linear model of two classes (`nb-bag`, `bigrams`, `average`) it is what the
 * word adds to the log-odds, a phrase in equal parts for its words. Of other models, and of more classes, it is what leaving the word out
 * changes; for a bag of words or phrases all copies are left out together and share that. Words before the last `maxlen`, which a
 * network does not read, have none.
 *
 * @throws RangeError for a label that the model does not have, and for one that reads characters; the signal's reason when it is aborted
 *
 * **Source**: leave one out is the occlusion of Zeiler and Fergus, 2014, on words.
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
  const { classes } = model.form;
  if (label !== undefined && !classes.includes(label)) {
    throw new RangeError(
      `explain: label ${JSON.stringify(label)} is not one of the classes, ${classes.join(', ')}.`,
    );
  }
  const readers = readersOf(model);
  const characters = readers.find(({ form }) => form.input === 'grams');
  if (characters) {
    throw new RangeError(
      `explain: the model '${characters.form.recipe}' reads characters, and words are explained. Train another one, for instance bag.`,
    );
  }
  const probabilities = await textProbabilities(model, idsOf(model, [text]), signal);
  const best = label === undefined ? mostProbable(probabilities, 0, classes.length) : classes.indexOf(label);
  const words = (readers.find(({ form }) => form.marks) ?? model).form.wordsIn(text);
  const asked = { words, label: best, signal };
  const contributions = isLinear(model) ? await linearContributions(model, asked) : undefined;
  const influences = contributions?.influences ?? (await leaveOneOut(model, text, asked));
  const tokens = words.map(({ token }) => token);
  const known = readers.map(({ tokenizer }) => idsOfTokens(tokenizer, tokens));
  return {
    label: classes[best]!,
    probability: probabilities[best]!,
    ...(contributions ? { method: 'contributions', base: contributions.base } : { method: 'leave-one-out' }),
    words: words.map(({ start, end }, at) => ({
      word: text.slice(start, end),
      start,
      end,
      known: known.some((ids) => ids[at] !== undefined),
      influence: influences[at]!,
    })),
  };
}
