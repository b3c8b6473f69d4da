import { curvesOf, curvesText, tableText } from '@seqloom/charts';
import { accuracyColumn, accuracySweep, accuracyTexts } from '../accuracy.ts';
import { wordsOf } from '../options/read-options.ts';
import { epochProgress, type ProgressTexts } from '../progress.ts';
import { countText } from '../report/html-page.ts';
import { modelsChart, modelsTable } from '../report/models-table.ts';
import { shellWord } from '../report/shell-word.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { coverageText } from './pretrained-matrix.ts';
import { TEXT_RECIPES } from './recipes/catalog.ts';
import { shownClasses } from './shown-classes.ts';
import { TEXT_CHOICES } from './text-choices.ts';
import type { TextPlan, TextResult } from './text-types.ts';

/** What a user may have said about a file, as options of commands. */
const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** How a run reads while it lasts. @param samples what texts are called */
export function textProgress(samples: string): ProgressTexts<TextPlan> {
  return {
    ...epochProgress(accuracyTexts),
    opening(plan) {
      const { members } = plan;
      const { words, maxlen, batchSize } = plan.settings; // an ensemble has none of them
      const reads = maxlen === undefined ? `whole ${samples}` : `the last ${maxlen} words`;
      return [
        ...(plan.notices ?? []),
        `${plan.model} on ${plan.dataset}: ${plan.trainSamples} ${samples} train, ${plan.validationSamples} validate, ${plan.testSamples} test`,
        members
          ? `members ${members.join(', ')}, one after the other`
          : `${words} words, ${reads}, batches of ${batchSize}`,
        ...(plan.vectorCoverage ? [coverageText(plan.vectorCoverage)] : []),
      ].join('\n');
    },
  };
}

/** The curve of the accuracy, then the numbers. */
export function textResultText(result: TextResult, samples: string): string {
  const { accuracy, valAccuracy } = result.history;
  const { scores, members } = result;
  return [
    ...(accuracy && valAccuracy ? [`${curvesText(curvesOf({ accuracy, valAccuracy }))}\n`] : []),
    ...(members ? [`${membersText(members)}\n`] : []),
    ...(scores ? [scoresText(scores), ''] : []),
    `test accuracy       ${result.testAccuracy.toFixed(4)}  (${result.testSamples} ${samples}; majority class: ${result.baselineAccuracy.toFixed(4)})`,
    ...(scores
      ? [
          `test F1             ${scores.macroF1.toFixed(4)}  (mean of the classes; micro ${scores.microF1.toFixed(4)})`,
        ]
      : []),
    `validation accuracy ${result.valAccuracy.toFixed(4)}${members ? '' : `  (best epoch: ${result.bestValAccuracy.toFixed(4)})`}`,
  ].join('\n');
}

function membersText(members: NonNullable<TextResult['members']>): string {
  return tableText(
    [
      { name: 'member' },
      { name: 'weight', decimals: 3 },
      { name: 'validation', decimals: 4 },
      { name: 'seconds', decimals: 1 },
    ],
    members.map(({ model, weight, valAccuracy, seconds }) => [model, weight, valAccuracy, seconds]),
  );
}

function scoresText({ perClass }: NonNullable<TextResult['scores']>): string {
  const shown = shownClasses(perClass, 40);
  const table = tableText(
    [
      { name: 'class' },
      { name: 'test texts' },
      { name: 'precision', decimals: 3 },
      { name: 'recall', decimals: 3 },
      { name: 'F1', decimals: 3 },
    ],
    shown.map(({ label, samples, precision, recall, f1 }) => [label, samples, precision, recall, f1]),
  );
  const more = perClass.length - shown.length;
  return more === 0 ? table : `${table}\n${countText(more)} more classes, all of them with --json`;
}

/** What a report says about runs on texts. */
export function textReport(
  about: Pick<ReportTexts<TextResult>, 'subject' | 'samples'> & { readonly question: string },
): ReportTexts<TextResult> {
  const { subject, samples, question } = about;
  return {
    subject,
    samples,
    question: () => question,
    comparison: (results) =>
      modelsChart(results, {
        title: `Accuracy on ${countText(results[0]!.testSamples)} test ${samples}`,
        label: 'accuracy',
        value: ({ testAccuracy }) => testAccuracy,
        baseline: { name: 'majority class', value: results[0]!.baselineAccuracy },
      }),
    note: () => `The test ${samples} took no part in training. Seconds: training with its validation.`,
    table: (results) =>
      modelsTable(results, {
        measures: [
          accuracyColumn(results),
          { head: 'last validation', cell: ({ valAccuracy }) => valAccuracy.toFixed(3) },
          { head: 'best validation', cell: ({ bestValAccuracy }) => bestValAccuracy.toFixed(3) },
        ],
        recipes: TEXT_RECIPES,
        baseline: { name: 'majority', about: 'the more frequent answer, always' },
      }),
    repeat: ({ settings: given, vectors, form = {} }) => [
      ...Object.entries(form).map(([name, value]) =>
        typeof value === 'boolean'
          ? flagOf(value ? name : `no-${name}`)
          : `${flagOf(name)} ${shellWord(String(value))}`,
      ),
      ...wordsOf({ ...given, ...(vectors !== undefined && { vectors }) }, TEXT_CHOICES, shellWord),
    ],
  };
}

/** What a sweep over texts compares. */
export const TEXT_MEASURE: SweepMeasure<TextResult> = {
  ...accuracySweep('majority class'),
  facts: ({ vectors, settings: { units } }) => ({
    ...(vectors !== undefined && { vectors }),
    ...(units !== undefined && { units }),
  }),
  remark: ({ vectorCoverage }) => (vectorCoverage ? coverageText(vectorCoverage) : ''),
};
