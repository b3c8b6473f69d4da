import { curvesOf, curvesText } from '@seqloom/charts';
import { accuracyColumn, accuracySweep, accuracyTexts } from '../accuracy.ts';
import { wordsOf } from '../options/read-options.ts';
import { epochProgress, type ProgressTexts } from '../progress.ts';
import { countText } from '../report/html-page.ts';
import { modelsChart, modelsTable } from '../report/models-table.ts';
import { shellWord } from '../report/shell-word.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { QUESTION_CHOICES } from './question-choices.ts';
import type { LongerStories, QuestionPlan, QuestionResult } from './question-types.ts';
import { QUESTION_RECIPES } from './recipes/catalog.ts';

/** How a run reads while it lasts. */
export const QUESTION_PROGRESS: ProgressTexts<QuestionPlan> = {
  ...epochProgress(accuracyTexts),
  opening: ({ model, dataset, trainSamples, validationSamples, testSamples, settings }) =>
    `${model} on ${dataset}: ${trainSamples} stories train, ${validationSamples} validate, ${testSamples} test\n` +
    `${settings.units} units, batches of ${settings.batchSize}`,
};

/** The curve of the accuracy, then the numbers. */
export function questionResultText(result: QuestionResult): string {
  const { accuracy, valAccuracy } = result.history;
  const curve = curvesText(curvesOf({ accuracy: accuracy!, valAccuracy: valAccuracy! }));
  return [
    `${curve}\n`,
    `test accuracy       ${result.testAccuracy.toFixed(4)}  (${result.testSamples} stories; most frequent answer: ${result.baselineAccuracy.toFixed(4)})`,
    `validation accuracy ${result.valAccuracy.toFixed(4)}  (best epoch: ${result.bestValAccuracy.toFixed(4)})`,
    ...(result.longer.length > 0
      ? [
          `longer stories      ${longerText(result.longer)}  (trained on at most ${result.longestTrained} sentences)`,
        ]
      : []),
  ].join('\n');
}

/** `12 sentences: 0.998, 20: 0.941`. */
function longerText(longer: readonly LongerStories[]): string {
  return longer
    .map(({ sentences, accuracy }, i) => `${sentences}${i === 0 ? ' sentences' : ''}: ${accuracy.toFixed(3)}`)
    .join(', ');
}

/** What a report says about runs on stories. */
export const QUESTION_REPORT: ReportTexts<QuestionResult> = {
  subject: 'Questions about stories',
  samples: 'stories',
  question: () => 'What is the answer to a question about a short story?',
  comparison: (results) =>
    modelsChart(results, {
      title: `Accuracy on ${countText(results[0]!.testSamples)} test stories`,
      label: 'accuracy',
      value: ({ testAccuracy }) => testAccuracy,
      baseline: { name: 'most frequent answer', value: results[0]!.baselineAccuracy },
    }),
  note: () => 'The test stories took no part in training. Seconds: training with its validation.',
  table: (results) =>
    modelsTable(results, {
      measures: [
        accuracyColumn(results),
        ...results[0]!.longer.map(({ sentences }, i) => ({
          head: `${sentences} sentences`,
          cell: ({ longer }: QuestionResult) => longer[i]!.accuracy.toFixed(3),
        })),
      ],
      recipes: QUESTION_RECIPES,
      baseline: { name: 'majority', about: 'the most frequent answer, always' },
    }),
  repeat: ({ settings }) => wordsOf(settings, QUESTION_CHOICES, shellWord),
};

/** What a sweep over models of stories compares. */
export const QUESTION_MEASURE: SweepMeasure<QuestionResult> = {
  ...accuracySweep('most frequent answer'),
  facts: ({ settings: { units } }) => ({ units }),
  remark: () => '',
};
