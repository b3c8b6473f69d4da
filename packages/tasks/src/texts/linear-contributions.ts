import { GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding, EmbeddingBag } from '@seqloom/embeddings';
import { Dense, Dropout } from '@seqloom/nn';
import { ngrams, type TokenSpan } from '@seqloom/text';
import { type AskedWords, idsOfTokens, readPlaces } from './leave-one-out.ts';
import { oddsOf, textProbabilities } from './text-probabilities.ts';
import type { TextModel } from './text-types.ts';

/** What the words of a text add to the log-odds of an answer. */
export interface Contributions {
  /** The log-odds of a text without words. */
  readonly base: number;
  /** One for each word; with {@link base} they add up to the log-odds. */
  readonly influences: Float64Array;
}

/** Whether the log-odds of a model are a sum over the words or phrases of a text, or their mean. */
export function isLinear({ model, form, others }: TextModel): boolean {
  if (others || form.classes.length !== 2) return false;
  const [features, ...rest] = model.layers.filter((layer) => !(layer instanceof Dropout));
  const answer = rest.at(-1);
  // steps of padding have to be left out, so that a word alone in its text is the whole of it
  if (!(answer instanceof Dense && features instanceof Embedding && features.settings.maskZero)) return false;
  if (features instanceof EmbeddingBag) return rest.length === 1;
  return rest.length === 2 && rest[0] instanceof GlobalAveragePooling1D;
}

/**
 * What each word of a text adds to the log-odds of a class, exactly, for a model that is linear. What a phrase adds is that of its words in
 * equal parts, and of all its places in the text.
 */
export async function linearContributions(
  model: TextModel,
  { words, label, signal }: AskedWords,
): Promise<Contributions> {
  const features = featuresOf(model, words);
  const ids = [...features.keys()];
  // each feature on its own: its log-odds less those of no feature are its weight
  const alone = [new Int32Array(), ...ids.map((id) => Int32Array.of(id))];
  const all = await textProbabilities(model, [alone], signal);
  const logOdds = (row: number) => oddsOf(all[2 * row + label]!);
  const base = logOdds(0);
  const influences = new Float64Array(words.length);
  const divisor = isSum(model) ? 1 : [...features.values()].reduce((sum, { count }) => sum + count, 0);
  for (const [i, id] of ids.entries()) {
    const { places, count } = features.get(id)!;
    const weight = ((logOdds(i + 1) - base) * count) / divisor;
    for (const at of places) influences[at]! += weight / places.length;
  }
  return { base, influences };
}

function isSum({ model }: TextModel): boolean {
  const [features] = model.layers;
  return features instanceof EmbeddingBag && features.settings.mode === 'sum';
}

/** A feature of a text: the places of its words, and how often the model counts it. */
interface Feature {
  readonly places: number[];
  count: number;
}

/** The features of a text that a model knows, by id. */
function featuresOf({ tokenizer, form }: TextModel, words: readonly TokenSpan[]): Map<number, Feature> {
  const features = new Map<number, Feature>();
  const add = (id: number | undefined, places: readonly number[], counted: boolean) => {
    if (id === undefined) return;
    const feature = features.get(id) ?? { places: [], count: counted ? 0 : 1 };
    feature.places.push(...places);
    if (counted) feature.count++;
    features.set(id, feature);
  };
  const tokens = words.map(({ token }) => token);
  if (form.input !== 'ngrams') {
    const ids = idsOfTokens(tokenizer, tokens);
    for (const at of readPlaces(form, ids)) add(ids[at], [at], true);
    return features;
  }
  for (let width = 1; width <= form.ngrams!; width++) {
    for (const [at, id] of idsOfTokens(tokenizer, ngrams(tokens, [width])).entries()) {
      add(
        id,
        Array.from({ length: width }, (_, i) => at + i),
        false,
      );
    }
  }
  return features;
}
