import { barsSVG } from '@seqloom/charts';
import { wordsOf } from '../options/read-options.ts';
import type { ProgressTexts } from '../progress.ts';
import { countText } from '../report/html-page.ts';
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
  epoch: ({ epoch, epochs, seconds, ...logs }) =>
    [
      `epoch ${`${epoch}`.padStart(`${epochs}`.length)}/${epochs}`,
      `perplexity ${logs.perplexity!.toFixed(2)}`,
      `val perplexity ${logs.valPerplexity!.toFixed(2)}`,
      `${seconds.toFixed(1)} s`,
    ].join('  '),
  length: ({ settings: { epochs }, stepsPerEpoch }) => ({ epochs, stepsPerEpoch }),
  epochs: String,
  measure: (step) => `loss ${step?.loss.toFixed(4) ?? '–'}`,
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
    barsSVG({
      title: 'Perplexity of the held-out text',
      label: 'perplexity',
      width: 520,
      bars: results.map(({ model, testPerplexity }) => ({ name: model, value: testPerplexity })),
      baseline: { name: 'trigrams', value: results[0]!.baselinePerplexity },
    }),
  note: () =>
    'The perplexity is the number of equally likely tokens that a guess would be as hard among; lower is better. Characters and words do not compare.',
  table: (results) => ({
    heads: ['model', 'test perplexity', 'last validation', 'parameters', 'seconds', 'what it is'],
    rows: [
      ...results.map((result) => [
        result.model,
        result.testPerplexity.toFixed(2),
        result.valPerplexity.toFixed(2),
        countText(result.parameters),
        result.seconds.toFixed(1),
        WRITING_RECIPES.find(({ name }) => name === result.model)?.title ?? '',
      ]),
      ['trigrams', results[0]!.baselinePerplexity.toFixed(2), '', '0', '', 'counts, Kneser–Ney'],
    ],
    baselines: 1,
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
