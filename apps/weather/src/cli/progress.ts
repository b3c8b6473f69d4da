import { type ProgressTexts, type Terminal, terminalProgress } from '@seqloom/tasks/node';
import type { EpochReport, ProgressSink, StepReport, TrainingPlan } from '../run.ts';
import { aheadText, measured } from './result.ts';

/** How a run of this app reads. */
const TEXTS: ProgressTexts<TrainingPlan, StepReport, EpochReport> = {
  opening,
  epoch: epochLine,
  length: ({ epochs, steps }) => ({ epochs, stepsPerEpoch: steps }),
  epochs: (epochs) => `at most ${epochs}`,
  measure: (step, { task }) => `error ${step ? measured(step.mae, task.unit) : '–'}`,
};

/** How a run tells how far it is. It must be closed when the run has ended, however it ended. */
export function runProgress(terminal: Terminal, json: boolean): ProgressSink & { close(): void } {
  return terminalProgress(terminal, json, TEXTS);
}

/** What begins: the parts, the window, what the data are like. */
function opening(plan: TrainingPlan): string {
  const { lookback, step, calendar } = plan.task;
  return [
    `${plan.model} on ${plan.dataset}: ${plan.trainSamples} windows train, ${plan.validationSamples} validate, ${plan.testSamples} test, in the order of time`,
    `"${plan.task.target}" ${aheadText(plan.task)} from ${lookback} rows${step > 1 ? ` in steps of ${step}` : ''} of ${plan.columns.join(', ')}${calendar ? ' and the calendar' : ''}`,
    ...plan.notices,
  ].join('\n');
}

function epochLine(
  { epoch, epochs, mae, valMae, seconds }: EpochReport,
  { task: { unit } }: TrainingPlan,
): string {
  const count = `${epoch}`.padStart(`${epochs}`.length);
  return `epoch ${count}/${epochs}  error ${measured(mae, unit)}  validation error ${measured(valMae, unit)}  ${seconds.toFixed(1)} s`;
}
