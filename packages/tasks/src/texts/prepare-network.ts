import type { EmbeddingMatrix } from '@seqloom/embeddings';
import { adagrad, adam, cosineDecay, type Optimizer, rmsprop, type SingleOutputModel } from '@seqloom/train';
import { accuracyMeasures } from '../accuracy.ts';
import { pausing } from '../pausing.ts';
import type { RunChoice, Stage, Training } from '../run.ts';
import { stack } from '../stack.ts';
import { answerLayers, answerLoss, type Ending, logitsLoss } from './answer.ts';
import { languageStage } from './language-model/language-stage.ts';
import { logCountRatios } from './log-count-ratios.ts';
import { type PreparedTexts, prepareTexts, type TokenizedTexts, tokenizeTexts } from './prepare-texts.ts';
import { pretrainedMatrix, type VectorCoverage } from './pretrained-matrix.ts';
import type { TextRecipe, TextSettings } from './recipe.ts';
import { takes } from './text-choices.ts';
import { TextForm } from './text-form.ts';
import type { TextSource } from './text-source.ts';
import type { TextTypes } from './text-types.ts';

/** The word vectors of a recipe when none are chosen. */
const DEFAULT_VECTORS = 'bundled';

/** A network of a recipe, with its texts: what a run, or a member of an ensemble, is made of. */
export interface TextNetwork {
  readonly recipe: TextRecipe;
  readonly settings: TextSettings;
  readonly form: TextForm;
  readonly prepared: PreparedTexts;
  readonly vectors: string | undefined;
  readonly coverage: VectorCoverage | undefined;
  /** Makes and builds it. */
  build(seed: number): SingleOutputModel;
  readonly training: Training;
  /** What is trained before it. */
  before(model: SingleOutputModel): readonly Stage[];
}

/**
 * Prepares the texts of a recipe and its network.
 *
 * @param ending what the network gives; the members of an ensemble give logits
 * @throws RangeError for a setting that does not fit the data
 */
export async function prepareNetwork(
  source: TextSource,
  settings: TextSettings,
  { recipe, choices, seed, signal, cache = new Map() }: Omit<RunChoice<TextTypes>, 'backend'>,
  ending: Ending = 'probabilities',
): Promise<TextNetwork> {
  refuseVectors(recipe, choices.vectors);
  const vectors = recipe.pretrained ? (choices.vectors ?? DEFAULT_VECTORS) : undefined;
  const open = vectors === undefined ? undefined : await source.openVectors?.(vectors);
  const { length: classes } = source.classes;
  const form = new TextForm(recipe, settings, source.classes, source.divided);
  const unit = form.input === 'grams' || form.input === 'ngrams' ? form.input : 'words';
  const key = `tokenized ${form.words} ${form.reversed} ${unit} ${form.ngrams} ${form.marks}`;
  const tokenized =
    (cache.get(key) as TokenizedTexts | undefined) ?? (await tokenizeTexts(source, form, signal));
  cache.set(key, tokenized);
  const prepared = prepareTexts(tokenized, form, { ...settings, seed });
  const matrix = recipe.pretrained
    ? await cachedMatrix(tokenized, settings.words, vectors!, open, cache)
    : undefined;
  const ratios =
    recipe.logCountRatios && logCountRatios(prepared.trainSequences, { features: form.words, classes });
  const languageTexts = settings.languageModel && {
    train: [
      ...prepared.trainSequences.inputs,
      ...(await unlabelledSequences(source, form, prepared, signal)),
    ],
    validation: prepared.validationSequences.inputs,
  };
  return {
    recipe,
    settings,
    form,
    prepared,
    vectors,
    coverage: matrix && coverageOf(matrix),
    build: (networkSeed) =>
      stack(
        recipe.name,
        [
          ...recipe.layers(settings, ratios || matrix),
          ...answerLayers(classes, settings.dropout, ratios ? 'identity' : undefined, ending),
        ],
        [inputWidth(form)],
      )(networkSeed),
    training: {
      loss: ending === 'logits' ? logitsLoss(classes) : answerLoss(classes),
      metrics: ['accuracy'],
      data: prepared.train,
      validation: prepared.validation,
      epochs: settings.epochs,
      optimizer: optimizerOf(recipe, settings, prepared.train.length),
      measures: accuracyMeasures,
    },
    before: (model) =>
      languageTexts ? [languageStage(model, languageTexts, settings.languageModel!, seed)] : [],
  };
}

/** @throws RangeError for word vectors that no network of a recipe begins with */
export function refuseVectors(recipe: TextRecipe, vectors: string | undefined): void {
  if (vectors === undefined || takes(recipe, 'vectors')) return;
  throw new RangeError(`--vectors: the model '${recipe.name}' learns its own. Leave it out, or train glove.`);
}

/** The texts without labels that come with the data, as ids; they have no part in the vocabulary. */
async function unlabelledSequences(
  { openUnlabelled }: TextSource,
  form: TextForm,
  { tokenizer }: PreparedTexts,
  signal: AbortSignal | undefined,
): Promise<Int32Array[]> {
  const sequences: Int32Array[] = [];
  for await (const text of pausing((await openUnlabelled?.()) ?? [], signal)) {
    sequences.push(...form.sequences(tokenizer, [text]));
  }
  return sequences;
}

/** Features of a text, where all texts have the same number. */
export function inputWidth({ input, maxlen, words }: TextForm): number | null {
  if (input === 'ngrams') return null;
  return input === 'ids' ? maxlen! : words;
}

function optimizerOf(
  { optimizer }: TextRecipe,
  { learningRate, epsilon, epochs }: TextSettings,
  stepsPerEpoch: number,
): Optimizer {
  const options = { learningRate, ...(epsilon !== undefined && { epsilon }) };
  // Most features are in few texts and have small gradients: sums that start from Keras' 0.1 would stop them.
  if (optimizer === 'adagrad') return adagrad({ ...options, initialAccumulatorValue: 0 });
  if (optimizer !== 'adam') return rmsprop(options);
  const schedule = cosineDecay({ initialLearningRate: learningRate, decaySteps: epochs * stepsPerEpoch });
  return adam({ ...options, learningRate: schedule });
}

/** A file of vectors is read once for all runs of a sweep that share a vocabulary. */
async function cachedMatrix(
  tokenized: TokenizedTexts,
  words: number,
  vectors: string,
  source: Parameters<typeof pretrainedMatrix>[2],
  cache: Map<string, unknown>,
): Promise<EmbeddingMatrix> {
  const key = `vectors ${words} ${vectors}`;
  const made =
    (cache.get(key) as EmbeddingMatrix | undefined) ??
    (await pretrainedMatrix(tokenized.tokenizer, words, source));
  cache.set(key, made);
  return made;
}

function coverageOf({ coverage: { words, found, share } }: EmbeddingMatrix): VectorCoverage {
  return { words, found, share };
}
