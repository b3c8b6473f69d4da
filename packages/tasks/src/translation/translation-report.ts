import { barsSVG, tableText } from '@seqloom/charts';
import { wordsOf } from '../options/read-options.ts';
import type { ProgressTexts } from '../progress.ts';
import { countText } from '../report/html-page.ts';
import { shellWord } from '../report/shell-word.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { TRANSLATION_CHOICES, TRANSLATION_RECIPES } from './translation-choices.ts';
import type { TranslationPlan, TranslationResult } from './translation-types.ts';

/** How a run reads while it lasts. */
export const TRANSLATION_PROGRESS: ProgressTexts<TranslationPlan> = {
  opening: (plan) =>
    [
      `${plan.model} on ${plan.dataset}: ${plan.trainSamples} pairs train, ${plan.validationSamples} validate, ${plan.testSamples} sentences test`,
      `${plan.sourceWords} and ${plan.targetWords} words, ${plan.settings.units} units, batches of ${plan.settings.batchSize}`,
    ].join('\n'),
  epoch: ({ epoch, epochs, seconds, ...logs }) =>
    [
      `epoch ${`${epoch}`.padStart(`${epochs}`.length)}/${epochs}`,
      `loss ${logs.loss!.toFixed(4)}`,
      `val loss ${logs.valLoss!.toFixed(4)}`,
      `${seconds.toFixed(1)} s`,
    ].join('  '),
  length: ({ settings: { epochs }, stepsPerEpoch }) => ({ epochs, stepsPerEpoch }),
  epochs: String,
  measure: (step) => `loss ${step?.loss.toFixed(4) ?? '–'}`,
};

/** Held-out sentences, then the numbers. */
export function translationResultText(result: TranslationResult): string {
  const { shown, greedyBleu, beamBleu, beams, baselineBleu, testSamples } = result;
  return [
    tableText(
      [{ name: 'sentence' }, { name: 'translation' }, { name: 'a reference' }],
      shown.map(({ source, translation, references }) => [source, translation, references[0]!]),
    ),
    '',
    `BLEU, ${beams} beams  ${beamBleu.toFixed(2)}  (${testSamples} sentences; most similar sentence: ${baselineBleu.toFixed(2)})`,
    `BLEU, greedy   ${greedyBleu.toFixed(2)}`,
    `validation loss ${result.valLoss.toFixed(4)} per word  (best epoch: ${result.bestValLoss.toFixed(4)})`,
  ].join('\n');
}

/** What a report says about runs. */
export function translationReport(
  about: Pick<ReportTexts<TranslationResult>, 'subject'> & { readonly question: string },
): ReportTexts<TranslationResult> {
  return {
    subject: about.subject,
    samples: 'pairs',
    question: () => about.question,
    comparison: (results) =>
      barsSVG({
        title: `BLEU on ${countText(results[0]!.testSamples)} test sentences`,
        label: 'BLEU',
        width: 520,
        bars: results.map(({ model, beamBleu }) => ({ name: model, value: beamBleu })),
        baseline: { name: 'most similar', value: results[0]!.baselineBleu },
      }),
    note: () =>
      'No test sentence took part in training, with any translation. The baseline gives the translation of the most similar training sentence.',
    table: (results) => ({
      heads: [
        'model',
        'BLEU, beams',
        'BLEU, greedy',
        'validation loss',
        'parameters',
        'seconds',
        'what it is',
      ],
      rows: [
        ...results.map((result) => [
          result.model,
          result.beamBleu.toFixed(2),
          result.greedyBleu.toFixed(2),
          result.valLoss.toFixed(3),
          countText(result.parameters),
          result.seconds.toFixed(1),
          TRANSLATION_RECIPES.find(({ name }) => name === result.model)?.title ?? '',
        ]),
        ['most similar', results[0]!.baselineBleu.toFixed(2), '', '', '0', '', 'a translation that is known'],
      ],
      baselines: 1,
    }),
    repeat: ({ settings }) => wordsOf(settings, TRANSLATION_CHOICES, shellWord),
  };
}

/** What a sweep compares. */
export const TRANSLATION_MEASURE: SweepMeasure<TranslationResult> = {
  test: 'beamBleu',
  validation: 'valLoss',
  label: 'BLEU',
  axis: 'BLEU',
  better: 'higher',
  baseline: ({ baselineBleu }) => ({ name: 'most similar', value: baselineBleu }),
  baselineResult: ({ baselineBleu }) => ({ baselineBleu }),
  facts: ({ settings: { units } }) => ({ units }),
  remark: () => '',
  columns: {
    beam_bleu: ({ beamBleu }) => beamBleu,
    greedy_bleu: ({ greedyBleu }) => greedyBleu,
    val_loss: ({ valLoss }) => valLoss,
    baseline_bleu: ({ baselineBleu }) => baselineBleu,
  },
};
