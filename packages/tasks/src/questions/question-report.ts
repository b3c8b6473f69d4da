import { barsSVG, curvesOf, curvesText } from '@seqloom/charts';
import { wordsOf } from '../options/read-options.ts';
import type { ProgressTexts } from '../progress.ts';
import { countText } from '../report/html-page.ts';
import { shellWord } from '../report/shell-word.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { textProgress } from '../texts/text-report.ts';
import { QUESTION_CHOICES } from './question-choices.ts';
import type { LongerStories, QuestionPlan, QuestionResult } from './question-types.ts';
import { QUESTION_RECIPES } from './recipes/catalog.ts';

/** How a run reads while it lasts: but for its beginning as a run on texts does. */
export const QUESTION_PROGRESS: ProgressTexts<QuestionPlan> = {
  ...(textProgress('stories') as unknown as ProgressTexts<QuestionPlan>), // what it takes from a plan, both plans have
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
    barsSVG({
      title: `Accuracy on ${countText(results[0]!.testSamples)} test stories`,
      label: 'accuracy',
      width: 520, // legible on a phone, where the picture shrinks to the screen
      bars: results.map(({ model, testAccuracy }) => ({ name: model, value: testAccuracy })),
      baseline: { name: 'most frequent answer', value: results[0]!.baselineAccuracy },
    }),
  note: () => 'The test stories took no part in training. Seconds: training with its validation.',
  table: (results) => {
    const lengths = results[0]!.longer.map(({ sentences }) => sentences);
    return {
      heads: [
        'model',
        'test accuracy',
        ...lengths.map((sentences) => `${sentences} sentences`),
        'parameters',
        'seconds',
        'what it is',
      ],
      rows: [
        ...results.map((result) => [
          result.model,
          result.testAccuracy.toFixed(3),
          ...result.longer.map(({ accuracy }) => accuracy.toFixed(3)),
          countText(result.parameters),
          result.seconds.toFixed(1),
          QUESTION_RECIPES.find(({ name }) => name === result.model)?.title ?? '',
        ]),
        [
          'majority',
          results[0]!.baselineAccuracy.toFixed(3),
          ...lengths.map(() => ''),
          '0',
          '',
          'the most frequent answer, always',
        ],
      ],
      baselines: 1,
    };
  },
  repeat: ({ settings }) => wordsOf(settings, QUESTION_CHOICES, shellWord),
};

/** What a sweep over models of stories compares. */
export const QUESTION_MEASURE: SweepMeasure<QuestionResult> = {
  test: 'testAccuracy',
  validation: 'valAccuracy',
  label: 'test accuracy',
  axis: 'accuracy',
  better: 'higher',
  baseline: ({ baselineAccuracy }) => ({ name: 'most frequent answer', value: baselineAccuracy }),
  baselineResult: ({ baselineAccuracy }) => ({ baselineAccuracy }),
  facts: ({ settings: { units } }) => ({ units }),
  remark: () => '',
  columns: {
    val_accuracy: ({ valAccuracy }) => valAccuracy,
    best_val_accuracy: ({ bestValAccuracy }) => bestValAccuracy,
    test_accuracy: ({ testAccuracy }) => testAccuracy,
    baseline_accuracy: ({ baselineAccuracy }) => baselineAccuracy,
  },
};
