import { barsSVG, curvesOf, curvesSVG } from '@seqloom/charts';
import { corpusBLEU } from '@seqloom/generation';
import { adam } from '@seqloom/train';
import { epochsText } from '../epochs-text.ts';
import { curvesTable } from '../report/curves-table.ts';
import { factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import type { Run, RunChoice, RunDetails } from '../run.ts';
import { runFacts } from '../run-facts.ts';
import { TokenTable } from '../token-table.ts';
import { joinWords, sentenceWords } from './sentence-words.ts';
import { similarTranslations } from './similar-translations.ts';
import { translate } from './translate.ts';
import { translationArrays } from './translation-arrays.ts';
import { TRANSLATION_SETTINGS } from './translation-choices.ts';
import { translationNetwork } from './translation-network.ts';
import type { TranslatedSentence, TranslationSource } from './translation-source.ts';
import type { TranslationModel, TranslationResult, TranslationTypes } from './translation-types.ts';

/** Beginnings that the beam search follows. */
export const BEAMS = 5;
/** Held-out sentences that a result shows. */
const SHOWN = 20;

/** Makes a run of pairs of sentences. */
export async function prepareTranslation(
  source: TranslationSource,
  { recipe, choices, seed, backend, signal }: RunChoice<TranslationTypes>,
): Promise<Run<TranslationTypes>> {
  const settings = { ...TRANSLATION_SETTINGS, ...choices };
  const sentences = source.train.map((each) => sentenceWords(each.source));
  const translations = source.train.flatMap(({ targets }) => targets.map(sentenceWords));
  const tables = {
    source: TokenTable.of(sentences, settings.words),
    target: TokenTable.of(translations, settings.words),
  };
  const longest = Math.max(...translations.map(({ length }) => length)) + 1;
  const train = translationArrays(source.train, tables);
  const validation = translationArrays(source.validation, tables);
  const sizes = { source: tables.source.size, target: tables.target.size };
  const counts = {
    trainSamples: train.targets.shape[0]!,
    validationSamples: validation.targets.shape[0]!,
    testSamples: source.test.length,
  };
  const finish = (model: TranslationModel['model']): TranslationModel => ({
    model,
    ...tables,
    form: { recipe: recipe.name, longest },
  });
  return {
    network: (seed) => translationNetwork(recipe, settings, sizes, seed),
    training: {
      loss: 'sparseCategoricalCrossentropy',
      data: train,
      validation,
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      optimizer: adam({ learningRate: settings.learningRate }),
      measures: ({ loss, valLoss }) => ({ loss: loss!, valLoss: valLoss! }),
    },
    plan: (model) => ({
      model: recipe.name,
      dataset: source.name,
      settings,
      ...counts,
      sourceWords: tables.source.count,
      targetWords: tables.target.count,
      stepsPerEpoch: Math.ceil(counts.trainSamples / settings.batchSize),
      summary: model.summary(),
    }),
    finish,
    async measure(model, { seconds, epochs, history }) {
      const measured = await measureTranslations(finish(model), source.test, signal);
      const similar = similarTranslations(
        source.train,
        source.test.map((each) => each.source),
      );
      const valLoss = history.valLoss!;
      const result: TranslationResult = {
        ...runFacts(source, { recipe, backend, seed }),
        settings,
        parameters: model.countParams(),
        ...counts,
        sourceWords: tables.source.count,
        targetWords: tables.target.count,
        epochs,
        seconds,
        valLoss: valLoss.at(-1)!,
        bestValLoss: Math.min(...valLoss),
        ...measured,
        baselineBleu: bleu(similar, source.test),
        history,
      };
      return {
        result,
        about: aboutRun(result),
        details: () => detailsOf(result),
        charts: () => chartsOf(result),
      };
    },
  };
}

/** BLEU of a model on sentences, and what it made of the first ones. */
export async function measureTranslations(
  model: TranslationModel,
  test: readonly TranslatedSentence[],
  signal: AbortSignal | undefined,
): Promise<Pick<TranslationResult, 'greedyBleu' | 'beamBleu' | 'beams' | 'shown'>> {
  const sentences = test.map(({ source }) => source);
  const textsOf = async (beams: number) =>
    (await translate(model, sentences, { beams, signal })).map(({ translation }) => translation);
  const greedy = await textsOf(1);
  const found = await textsOf(BEAMS);
  return {
    greedyBleu: bleu(greedy, test),
    beamBleu: bleu(found, test),
    beams: BEAMS,
    shown: test.slice(0, SHOWN).map(({ source, targets }, i) => ({
      source,
      translation: found[i]!,
      references: targets,
    })),
  };
}

/** Letters of either size, apostrophes and spaces do not count. */
function bleu(translations: readonly string[], test: readonly TranslatedSentence[]): number {
  const plain = (sentence: string) => joinWords(sentenceWords(sentence));
  const references = test.map(({ targets }) => targets.map(plain));
  return corpusBLEU(translations.map(plain), references).score;
}

function aboutRun({ settings, sourceWords, targetWords, trainSamples }: TranslationResult): string {
  const { units, epochs, batchSize } = settings;
  return (
    `${countText(trainSamples)} pairs, ${countText(sourceWords)} and ${countText(targetWords)} words, ${units} units, ` +
    `${epochsText(epochs)}, batches of ${batchSize}; teacher forcing in training, a beam search of ${BEAMS} for the translations.`
  );
}

function detailsOf(result: TranslationResult): RunDetails {
  const { settings, sourceWords, targetWords, trainSamples, validationSamples, testSamples, shown } = result;
  return {
    settings: factsOf(settings),
    data: [
      ['name', result.dataset],
      ['different words', `${countText(sourceWords)} and ${countText(targetWords)}`],
      ['pairs to learn from', countText(trainSamples)],
      ['pairs to validate on', countText(validationSamples)],
      ['sentences to measure on', countText(testSamples)],
    ],
    tables: [
      {
        title: 'Translations',
        note: `The first ${shown.length} sentences of the test part, with ${BEAMS} beams; in parentheses one of the translations by people.`,
        heads: ['sentence', 'translation'],
        rows: shown.map(({ source, translation, references }) => [
          source,
          `${translation ?? 'no known word'} (${references[0]})`,
        ]),
      },
    ],
  };
}

function chartsOf({ model, dataset, history, greedyBleu, beamBleu, baselineBleu }: TranslationResult) {
  const curves = curvesOf(history);
  const bars = [
    { name: 'greedy', value: greedyBleu },
    { name: `${BEAMS} beams`, value: beamBleu },
  ];
  const baseline = { name: 'most similar', value: baselineBleu };
  return [
    {
      file: 'curves.svg',
      svg: curvesSVG(curves, { title: `${model} on ${dataset}`, columns: 1 }),
      table: curvesTable(curves),
    },
    {
      file: 'bleu.svg',
      svg: barsSVG({
        title: `${model}: how the next word is chosen`,
        label: 'BLEU',
        width: 520,
        bars,
        baseline,
      }),
      table: {
        heads: ['choice', 'BLEU'],
        rows: [...bars, baseline].map(({ name, value }) => [name, value.toFixed(2)]),
        baselines: 1,
      },
    },
  ];
}
