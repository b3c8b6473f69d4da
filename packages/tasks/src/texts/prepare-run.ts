import type { Batches } from '@seqloom/arrays';
import type { EmbeddingMatrix } from '@seqloom/embeddings';
import { adagrad, confusionMatrix, evaluate, type Optimizer, rmsprop } from '@seqloom/train';
import { accuracyMeasures } from '../accuracy.ts';
import { epochsText } from '../epochs-text.ts';
import { type Facts, factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import type { Run, RunChoice } from '../run.ts';
import { stack } from '../stack.ts';
import { answerLayers, answerLoss } from './answer.ts';
import { chartsOf, MOST_CONFUSED } from './charts.ts';
import { classScores } from './class-scores.ts';
import { classesTable } from './classes-table.ts';
import { collectAnswers } from './collect-answers.ts';
import { textDataCard } from './data-card.ts';
import { logCountRatios } from './log-count-ratios.ts';
import { type PreparedTexts, prepareTexts, type TokenizedTexts, tokenizeTexts } from './prepare-texts.ts';
import { pretrainedMatrix, type VectorCoverage } from './pretrained-matrix.ts';
import type { TextRecipe, TextSettings } from './recipe.ts';
import { TextForm } from './text-form.ts';
import { majorityAccuracy, type TextSource } from './text-source.ts';
import type { SampleCounts, TextResult, TextTypes } from './text-types.ts';

/** The word vectors of a recipe when none are chosen. */
const DEFAULT_VECTORS = 'bundled';

/**
 * Makes a run of texts.
 *
 * @param settings of the recipe, with what the user chose
 * @throws RangeError for a setting that does not fit the data
 */
export async function prepareRun(
  source: TextSource,
  settings: TextSettings,
  { recipe, choices, seed, backend, signal, cache = new Map() }: RunChoice<TextTypes>,
): Promise<Run<TextTypes>> {
  if (choices.vectors !== undefined && !recipe.pretrained) {
    throw new RangeError(
      `--vectors: the model '${recipe.name}' learns its own. Leave it out, or train glove.`,
    );
  }
  const vectors = recipe.pretrained ? (choices.vectors ?? DEFAULT_VECTORS) : undefined;
  const open = vectors === undefined ? undefined : await source.openVectors?.(vectors);
  const { classes } = source;
  const form = new TextForm(recipe, settings, classes, source.divided);
  const unit = form.input === 'grams' || form.input === 'ngrams' ? form.input : 'words';
  const key = `tokenized ${form.words} ${form.reversed} ${unit} ${form.ngrams}`;
  const tokenized =
    (cache.get(key) as TokenizedTexts | undefined) ?? (await tokenizeTexts(source, form, signal));
  cache.set(key, tokenized);
  const prepared = prepareTexts(tokenized, form, { ...settings, seed });
  const { tokenizer, train, validation, test } = prepared;
  const matrix = recipe.pretrained
    ? await cachedMatrix(tokenized, settings.words, vectors!, open, cache)
    : undefined;
  const coverage = matrix && coverageOf(matrix);
  const ratios =
    recipe.logCountRatios &&
    logCountRatios(prepared.trainSequences, { features: form.words, classes: classes.length });
  const { dropout } = settings;
  const measured = { loss: answerLoss(classes.length), metrics: ['accuracy'] } as const;
  return {
    network: stack(
      recipe.name,
      [
        ...recipe.layers(settings, ratios || matrix),
        ...answerLayers(classes.length, dropout, ratios ? 'identity' : undefined),
      ],
      [inputWidth(form)],
    ),
    training: {
      ...measured,
      data: train,
      validation,
      epochs: settings.epochs,
      optimizer: optimizerOf(recipe, settings),
      measures: accuracyMeasures,
    },
    plan: (model) => ({
      model: model.name,
      dataset: source.name,
      settings,
      ...sampleCounts(prepared),
      ...(coverage && { vectorCoverage: coverage }),
      ...(source.notices && { notices: source.notices }),
      stepsPerEpoch: train.length,
      summary: model.summary(),
    }),
    finish: (model) => ({ model, tokenizer, form }),
    async measure(model, { seconds, epochs, history }) {
      const stop = signal && { signal };
      const collected = collectAnswers(classes.length);
      const confusion = classes.length <= MOST_CONFUSED ? confusionMatrix() : undefined;
      const onTest = await evaluate(model, test, {
        ...measured,
        metrics: [...measured.metrics, collected.metric, ...(confusion ? [confusion] : [])],
        ...stop,
      });
      const scores = classScores(collected.answers(), source.test.labels, classes);
      const matrix = await confusion?.matrix();
      const valAccuracy = history.valAccuracy!;
      const result: TextResult = {
        model: recipe.name,
        dataset: source.name,
        ...(source.data !== undefined && { data: source.data }),
        ...(source.form && { form: source.form }),
        backend: backend.name,
        threads: backend.threads,
        seed,
        settings,
        ...(vectors !== undefined && { vectors }),
        ...(coverage && { vectorCoverage: coverage }),
        parameters: model.countParams(),
        ...sampleCounts(prepared),
        epochs,
        seconds,
        valAccuracy: valAccuracy.at(-1)!,
        bestValAccuracy: Math.max(...valAccuracy),
        testLoss: onTest.loss!,
        testAccuracy: onTest.accuracy!,
        baselineAccuracy: majorityAccuracy(source.test.labels),
        ...(classes.length > 2 && { scores }),
        history,
      };
      return {
        result,
        about: aboutRun(result),
        details: () => ({
          settings: settingsFacts(result, measured.loss, recipe),
          data: textDataCard(source, result),
          tables: [classesTable(scores, matrix)],
        }),
        charts: () => chartsOf(result, matrix, classes),
      };
    },
  };
}

/** Features of a text, where all texts have the same number. */
function inputWidth({ input, maxlen, words }: TextForm): number | null {
  if (input === 'ngrams') return null;
  return input === 'ids' ? maxlen! : words;
}

function optimizerOf({ optimizer }: TextRecipe, { learningRate, epsilon }: TextSettings): Optimizer {
  const options = { learningRate, ...(epsilon !== undefined && { epsilon }) };
  // Most features are in few texts and have small gradients: sums that start from Keras' 0.1 would stop them.
  return optimizer === 'adagrad' ? adagrad({ ...options, initialAccumulatorValue: 0 }) : rmsprop(options);
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

/** How the network was trained. */
function settingsFacts(
  { settings, vectors, seed }: TextResult,
  loss: string,
  { optimizer = 'rmsprop' }: TextRecipe,
): Facts {
  return factsOf({ ...settings, vectors, loss, optimizer, seed });
}

function aboutRun({ settings, epochs, trainSamples }: TextResult): string {
  const { words, maxlen, batchSize } = settings;
  const reads = maxlen === undefined ? 'whole texts' : `the last ${maxlen} words of a text`;
  return `${countText(words)} words, ${reads}, ${countText(trainSamples)} texts, ${epochsText(epochs)}, batches of ${batchSize}.`;
}

function coverageOf({ coverage: { words, found, share } }: EmbeddingMatrix): VectorCoverage {
  return { words, found, share };
}

function sampleCounts(parts: Pick<PreparedTexts, 'train' | 'validation' | 'test'>): SampleCounts {
  const samples = (batches: Batches) => batches.samples;
  return {
    trainSamples: samples(parts.train),
    validationSamples: samples(parts.validation),
    testSamples: samples(parts.test),
  };
}
