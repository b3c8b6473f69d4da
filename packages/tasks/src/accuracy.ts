import type { EpochReport } from './progress.ts';
import type { MeasureColumn } from './report/models-table.ts';
import type { SweepMeasure } from './task.ts';
import type { AnyResult } from './task-types.ts';

// What the tasks share whose models choose one of several answers.

/** What is measured on the answers. */
export interface AccuracyResult extends AnyResult {
  readonly valAccuracy: number;
  readonly bestValAccuracy: number;
  readonly testAccuracy: number;
  readonly baselineAccuracy: number;
}

/** What the logs of an epoch are in results and progress, in order. */
export function accuracyMeasures(
  logs: Readonly<Record<string, number>>,
): Record<'loss' | 'accuracy' | 'valLoss' | 'valAccuracy', number> {
  const { loss, accuracy, valLoss, valAccuracy } = logs;
  return { loss: loss!, accuracy: accuracy!, valLoss: valLoss!, valAccuracy: valAccuracy! };
}

/** The same in the line of an epoch. */
export function accuracyTexts(epoch: EpochReport): readonly string[] {
  const { loss, accuracy, valLoss, valAccuracy } = accuracyMeasures(epoch);
  return [
    `loss ${loss.toFixed(4)}`,
    `accuracy ${accuracy.toFixed(4)}`,
    `val loss ${valLoss.toFixed(4)}`,
    `val accuracy ${valAccuracy.toFixed(4)}`,
  ];
}

/** The column of a table of models. */
export function accuracyColumn(results: readonly AccuracyResult[]): MeasureColumn<AccuracyResult> {
  return {
    head: 'test accuracy',
    cell: ({ testAccuracy }) => testAccuracy.toFixed(3),
    baseline: results[0]!.baselineAccuracy.toFixed(3),
  };
}

/** What a sweep compares. @param baseline what a constant answer is called */
export function accuracySweep(baseline: string): Omit<SweepMeasure<AccuracyResult>, 'facts' | 'remark'> {
  return {
    test: 'testAccuracy',
    validation: 'valAccuracy',
    label: 'test accuracy',
    axis: 'accuracy',
    better: 'higher',
    baseline: ({ baselineAccuracy }) => ({ name: baseline, value: baselineAccuracy }),
    baselineResult: ({ baselineAccuracy }) => ({ baselineAccuracy }),
    columns: {
      val_accuracy: ({ valAccuracy }) => valAccuracy,
      best_val_accuracy: ({ bestValAccuracy }) => bestValAccuracy,
      test_accuracy: ({ testAccuracy }) => testAccuracy,
      baseline_accuracy: ({ baselineAccuracy }) => baselineAccuracy,
    },
  };
}
