import { type ProgressTexts, type Terminal, terminalProgress } from '@seqloom/tasks/node';
import { coverageText } from '../pretrained-matrix.ts';
import type { EpochReport, ProgressSink, StepReport, TrainingPlan } from '../train-recipe.ts';

/** How a run of this app reads. */
const TEXTS: ProgressTexts<TrainingPlan, StepReport, EpochReport> = {
  opening,
  epoch: epochLine,
  length: ({ settings: { epochs }, stepsPerEpoch }) => ({ epochs, stepsPerEpoch }),
  epochs: String,
  measure: (step) => `loss ${step?.loss.toFixed(4) ?? '–'}`,
};

/** How a run tells how far it is. It must be closed when the run has ended, however it ended. */
export function runProgress(terminal: Terminal, json: boolean): ProgressSink & { close(): void } {
  return terminalProgress(terminal, json, TEXTS);
}

/** What begins, in two lines, or three where the model begins with pretrained vectors. */
function opening(plan: TrainingPlan): string {
  const { words, maxlen, batchSize } = plan.settings;
  const reads = maxlen === undefined ? 'whole reviews' : `the last ${maxlen} words`;
  return [
    `${plan.model} on ${plan.dataset}: ${plan.trainSamples} reviews train, ${plan.validationSamples} validate, ${plan.testSamples} test`,
    `${words} words, ${reads}, batches of ${batchSize}`,
    ...(plan.vectorCoverage ? [coverageText(plan.vectorCoverage)] : []),
  ].join('\n');
}

function epochLine({ epoch, epochs, seconds, ...logs }: EpochReport): string {
  const count = `${epoch}`.padStart(`${epochs}`.length);
  return [
    `epoch ${count}/${epochs}`,
    `loss ${logs.loss.toFixed(4)}`,
    `accuracy ${logs.accuracy.toFixed(4)}`,
    `val loss ${logs.valLoss.toFixed(4)}`,
    `val accuracy ${logs.valAccuracy.toFixed(4)}`,
    `${seconds.toFixed(1)} s`,
  ].join('  ');
}
