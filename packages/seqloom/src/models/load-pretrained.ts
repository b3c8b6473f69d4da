import { decodeBinary } from '@seqloom/kernels';
import { TextClassifier } from '@seqloom/tasks';
import { SENTIMENT_CARD } from '../embedded/sentiment-card.ts';
import { SENTIMENT_FILE } from '../embedded/sentiment-file.ts';
import type { ModelCard } from './model-card.ts';

/** A model that comes with this package. */
export type PretrainedName = 'sentiment';

/** What there is to know of a model before it is loaded. */
export interface PretrainedModel {
  readonly name: PretrainedName;
  readonly title: string;
  readonly language: string;
  readonly labels: readonly string[];
  /** Who wrote what it has learned from, and under which licence. */
  readonly sources: readonly string[];
  readonly card: ModelCard;
}

const MODELS: readonly (PretrainedModel & { readonly file: string })[] = [
  {
    name: 'sentiment',
    title: 'Does an English sentence praise or blame? Reviews of films, products and restaurants',
    language: 'en',
    labels: ['negative', 'positive'],
    sources: [
      'Sentence polarity 1.0, Bo Pang and Lillian Lee, ACL 2005 (CC BY 4.0)',
      'Sentiment labelled sentences, Dimitrios Kotzias et al., KDD 2015, UCI Machine Learning Repository (CC BY 4.0)',
      'GloVe 6B word vectors, Jeffrey Pennington et al., EMNLP 2014 (PDDL 1.0)',
      'Film reviews and sentences with negation, written for Seqloom (CC0 1.0)',
    ],
    card: SENTIMENT_CARD,
    file: SENTIMENT_FILE,
  },
];

/**
 * The models that {@link loadPretrained} knows, with their cards.
 *
 * @example
 * ```ts
 * for (const { name, title, card } of listPretrained()) console.log(name, title, card.accuracy);
 * ```
 */
export function listPretrained(): readonly PretrainedModel[] {
  return MODELS.map(({ file: _, ...model }) => model);
}

/**
 * Opens a model that comes with this package. It is in the code, so that nothing is fetched: it works off line, in Node and in a page.
 *
 * @returns the caller's, to dispose of
 * @throws RangeError for a name that there is none of, with those there are; BackendUnavailableError when no backend can run here
 * @example
 * ```ts
 * const model = await loadPretrained('sentiment');
 * const [answer] = await model.predict(['not bad at all']);
 * console.log(answer?.label, answer?.probability);
 * ```
 */
export async function loadPretrained(name: PretrainedName): Promise<TextClassifier> {
  const model = MODELS.find((each) => each.name === name);
  if (model) return TextClassifier.load(await decodeBinary(model.file));
  const names = MODELS.map((each) => each.name).join(', ');
  throw new RangeError(`loadPretrained: there is no model ${JSON.stringify(name)}. Models: ${names}.`);
}
