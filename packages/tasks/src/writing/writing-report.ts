import { wordsOf } from '../options/read-options.ts';
import { epochProgress, type ProgressTexts } from '../progress.ts';
import { modelsChart, modelsTable } from '../report/models-table.ts';
import { shellWord } from '../report/shell-word.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { WRITING_CHOICES } from './writing-choices.ts';
import { WRITING_RECIPES } from './writing-recipes.ts';
import type { WritingPlan, WritingResult } from './writing-types.ts';

/** How a run reads while it lasts. */
export const WRITING_PROGRESS: ProgressTexts<WritingPlan> = {
  opening: (plan) =>
    [
      `${plan.model} on ${plan.dataset}: ${plan.trainSamples} ${plan.unit} train, ${plan.validationSamples} validate, ${plan.testSamples} test`,
      `${plan.vocabulary} different ${plan.unit}, ${plan.settings.context} at a time, ${plan.settings.units} units`,
    ].join('\n'),
  ...epochProgress(({ perplexity, valPerplexity }) => [
    `perplexity ${perplexity!.toFixed(2)}`,
    `val perplexity ${valPerplexity!.toFixed(2)}`,
  ]),
};

/** What was written, then the numbers. */
export function writingResultText(result: WritingResult): string {
  const { unit, testPerplexity, baselinePerplexity, testSamples, written } = result;
  return [
    ...written.flatMap(({ temperature, beginning, text }) => [
      `temperature ${temperature}:`,
      `${beginning}|${text}`,
      '',
    ]),
    `test perplexity       ${testPerplexity.toFixed(2)}  (${testSamples} ${unit}; trigrams: ${baselinePerplexity.toFixed(2)})`,
    `validation perplexity ${result.valPerplexity.toFixed(2)}  (best epoch: ${result.bestValPerplexity.toFixed(2)})`,
  ].join('\n');
}

/** What a report says about runs. */
export const WRITING_REPORT: ReportTexts<WritingResult> = {
  subject: 'Writing',
  samples: 'tokens',
  question: () => 'How does a text go on?',
  comparison: (results) =>
    modelsChart(results, {
      title: 'Perplexity of the held-out text',
      label: 'perplexity',
      value: ({ testPerplexity }) => testPerplexity,
      baseline: { name: 'trigrams', value: results[0]!.baselinePerplexity },
    }),
  note: () =>
    'The perplexity is the number of equally likely tokens that a guess would be as hard among; lower is better. Characters and words do not compare.',
  table: (results) =>
    modelsTable(results, {
      measures: [
        {
          head: 'test perplexity',
          cell: ({ testPerplexity }) => testPerplexity.toFixed(2),
          baseline: results[0]!.baselinePerplexity.toFixed(2),
        },
        { head: 'last validation', cell: ({ valPerplexity }) => valPerplexity.toFixed(2) },
      ],
      recipes: WRITING_RECIPES,
      baseline: { name: 'trigrams', about: 'counts, Kneser–Ney' },
    }),
  repeat: ({ settings }) => wordsOf(settings, WRITING_CHOICES, shellWord),
};

/** What a sweep compares. */
export const WRITING_MEASURE: SweepMeasure<WritingResult> = {
  test: 'testPerplexity',
  validation: 'valPerplexity',
  label: 'test perplexity',
  axis: 'perplexity',
  better: 'lower',
  baseline: ({ baselinePerplexity }) => ({ name: 'trigrams', value: baselinePerplexity }),
  baselineResult: ({ baselinePerplexity }) => ({ baselinePerplexity }),
  facts: ({ settings: { units } }) => ({ units }),
  remark: () => '',
  columns: {
    val_perplexity: ({ valPerplexity }) => valPerplexity,
    test_perplexity: ({ testPerplexity }) => testPerplexity,
    baseline_perplexity: ({ baselinePerplexity }) => baselinePerplexity,
  },
};
