import { tableText } from '@seqloom/charts';
import { wordsOf } from '../options/read-options.ts';
import { epochProgress, type ProgressTexts } from '../progress.ts';
import { countText } from '../report/html-page.ts';
import { modelsChart, modelsTable } from '../report/models-table.ts';
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
  ...epochProgress(({ loss, valLoss }) => [`loss ${loss!.toFixed(4)}`, `val loss ${valLoss!.toFixed(4)}`]),
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
      modelsChart(results, {
        title: `BLEU on ${countText(results[0]!.testSamples)} test sentences`,
        label: 'BLEU',
        value: ({ beamBleu }) => beamBleu,
        baseline: { name: 'most similar', value: results[0]!.baselineBleu },
      }),
    note: () =>
      'No test sentence took part in training, with any translation. The baseline gives the translation of the most similar training sentence.',
    table: (results) =>
      modelsTable(results, {
        measures: [
          {
            head: 'BLEU, beams',
            cell: ({ beamBleu }) => beamBleu.toFixed(2),
            baseline: results[0]!.baselineBleu.toFixed(2),
          },
          { head: 'BLEU, greedy', cell: ({ greedyBleu }) => greedyBleu.toFixed(2) },
          { head: 'validation loss', cell: ({ valLoss }) => valLoss.toFixed(3) },
        ],
        recipes: TRANSLATION_RECIPES,
        baseline: { name: 'most similar', about: 'a translation that is known' },
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
