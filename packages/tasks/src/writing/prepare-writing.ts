import { type NdArray, ndArray } from '@seqloom/arrays';
import { curvesOf, curvesSVG } from '@seqloom/charts';
import { DatasetError } from '@seqloom/datasets';
import { NgramModel } from '@seqloom/generation';
import { adam } from '@seqloom/train';
import { epochsText } from '../epochs-text.ts';
import { curvesTable } from '../report/curves-table.ts';
import { factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import type { Chart, Run, RunChoice, RunDetails } from '../run.ts';
import { runFacts } from '../run-facts.ts';
import { stack } from '../stack.ts';
import { TokenTable } from '../token-table.ts';
import { perplexityOf } from './perplexity.ts';
import { textTokens, tokensText } from './text-tokens.ts';
import { writeText } from './write-text.ts';
import { writingLayers } from './writing-recipes.ts';
import type {
  TextUnit,
  WritingModel,
  WritingResult,
  WritingSource,
  WritingTypes,
  WrittenSample,
} from './writing-types.ts';

/** Of the samples that a result shows. */
const TEMPERATURES = [0.5, 0.8, 1.2];
/** The length of their beginning, and of what follows. */
const SAMPLE: Readonly<Record<TextUnit, readonly [number, number]>> = {
  characters: [40, 240],
  words: [6, 45],
};

/**
 * Makes a run of a text.
 *
 * @throws DatasetError for a text that is shorter than the context
 */
export async function prepareWriting(
  source: WritingSource,
  { recipe, choices, seed, backend, signal }: RunChoice<WritingTypes>,
): Promise<Run<WritingTypes>> {
  const settings = { ...recipe.defaults, ...choices };
  const { unit } = recipe;
  const { context } = settings;
  const parts = [source.train, source.validation, source.test].map((part) => textTokens(part, unit));
  const shortest = Math.min(...parts.map(({ length }) => length));
  if (shortest <= context) {
    throw new DatasetError(
      source.data ?? source.name,
      `its shortest part has ${shortest} ${unit}, expected more than the context of ${context}. Give a longer text, or a shorter --context.`,
    );
  }
  const table = TokenTable.of([parts[0]!], settings.vocabulary);
  const [train, validation, test] = parts.map((part) => table.encode(part)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const data = windowsOf(train, context);
  const counts = {
    trainSamples: train.length,
    validationSamples: validation.length,
    testSamples: test.length,
  };
  const finish = (model: WritingModel['model']): WritingModel => ({
    model,
    table,
    form: { recipe: recipe.name, unit },
  });
  return {
    network: stack(recipe.name, writingLayers(settings, table.size), [null]),
    training: {
      loss: 'sparseCategoricalCrossentropy',
      data,
      validation: windowsOf(validation, context),
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      optimizer: adam({ learningRate: settings.learningRate, clipnorm: 5 }),
      measures: ({ loss, valLoss }) => ({ perplexity: Math.exp(loss!), valPerplexity: Math.exp(valLoss!) }),
    },
    plan: (model) => ({
      model: recipe.name,
      dataset: source.name,
      settings,
      unit,
      vocabulary: table.count,
      ...counts,
      stepsPerEpoch: Math.ceil(data.inputs.shape[0]! / settings.batchSize),
      summary: model.summary(),
    }),
    finish,
    async measure(model, { seconds, epochs, history }) {
      const trigrams = new NgramModel([train], { vocabularySize: table.size });
      const valPerplexity = history.valPerplexity!;
      const result: WritingResult = {
        ...runFacts(source, { recipe, backend, seed }),
        settings,
        unit,
        parameters: model.countParams(),
        vocabulary: table.count,
        ...counts,
        epochs,
        seconds,
        valPerplexity: valPerplexity.at(-1)!,
        bestValPerplexity: Math.min(...valPerplexity),
        testPerplexity: await perplexityOf(model, test, signal),
        baselinePerplexity: Math.exp(-trigrams.meanLogProbability([test])),
        written: await samplesOf(finish(model), parts[2]!, signal),
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

/** Windows of a text one after the other, and the token after each of theirs. */
function windowsOf(
  ids: Int32Array,
  context: number,
): { readonly inputs: NdArray; readonly targets: NdArray } {
  const count = Math.floor((ids.length - 1) / context);
  const shape = [count, context];
  return {
    inputs: ndArray(ids.slice(0, count * context), shape),
    targets: ndArray(ids.slice(1, count * context + 1), shape),
  };
}

/** What a model writes on from the first token but blanks that it knows of the held-out text; nothing where it knows none. */
async function samplesOf(
  model: WritingModel,
  heldOut: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly WrittenSample[]> {
  const { unit } = model.form;
  const [begin, length] = SAMPLE[unit];
  const first = heldOut.findIndex((token) => model.table.has(token) && token.trim() !== '');
  if (first < 0) return [];
  const beginning = tokensText(heldOut.slice(first, first + begin), unit).trimStart();
  const samples: WrittenSample[] = [];
  for (const temperature of TEMPERATURES) {
    let text = '';
    for await (const piece of writeText(model, { beginning, length, temperature, seed: 1, signal }))
      text += piece;
    samples.push({ temperature, beginning, text });
  }
  return samples;
}

function aboutRun({ unit, settings, vocabulary, trainSamples }: WritingResult): string {
  const { context, units, epochs, batchSize } = settings;
  return (
    `${countText(trainSamples)} ${unit}, ${countText(vocabulary)} different ones, ${context} at a time, ${units} units, ${epochsText(epochs)}, ` +
    `batches of ${batchSize}.`
  );
}

function detailsOf(result: WritingResult): RunDetails {
  const { unit, settings, vocabulary, trainSamples, validationSamples, testSamples, written } = result;
  return {
    settings: factsOf(settings),
    data: [
      ['name', result.dataset],
      [`different ${unit}`, countText(vocabulary)],
      ['divided into', divisionText(trainSamples, validationSamples, testSamples)],
    ],
    tables: [
      {
        title: 'Written',
        note: 'The beginning is that of the held-out text. The higher the temperature, the more often something rare is taken.',
        heads: ['temperature', 'the beginning, and after the bar what the model wrote'],
        rows: written.map(({ temperature, beginning, text }) => [`${temperature}`, `${beginning}|${text}`]),
      },
    ],
  };
}

function divisionText(train: number, validation: number, test: number): string {
  return `${countText(train)} train, ${countText(validation)} validate, ${countText(test)} test, one after the other`;
}

function chartsOf({ model, dataset, history }: WritingResult): readonly Chart[] {
  const title = `${model} on ${dataset}`;
  const curves = curvesOf(history);
  return [{ file: 'curves.svg', svg: curvesSVG(curves, { title, columns: 1 }), table: curvesTable(curves) }];
}
