import type { Terminal } from '@seqloom/app-shell';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { EpochReport, ProgressSink, TrainingPlan } from '../run.ts';
import { aheadText, measured } from './result.ts';

/** A sink that must be closed when the run has ended, however it ended. */
export interface TerminalProgress extends ProgressSink {
  close(): void;
}

/** How a run tells how far it is. */
export function terminalProgress(terminal: Terminal, json: boolean): TerminalProgress {
  if (json) return jsonProgress(terminal);
  return terminal.interactive ? barProgress(terminal) : lineProgress(terminal);
}

/** JSON lines on the standard output. */
function jsonProgress(terminal: Terminal): TerminalProgress {
  const write = (event: string, data: object) => terminal.out(`${JSON.stringify({ event, ...data })}\n`);
  return {
    onStart: ({ summary: _, ...plan }) => write('start', plan),
    onEpoch: (epoch) => write('epoch', epoch),
    close() {},
  };
}

/** A line an epoch, for logs. */
function lineProgress(terminal: Terminal): TerminalProgress {
  let unit = '';
  return {
    onStart: (plan) => {
      unit = plan.task.unit;
      terminal.err(`${opening(plan)}\n`);
    },
    onEpoch: (epoch) => terminal.err(`${epochLine(epoch, unit)}\n`),
    close() {},
  };
}

/** One bar over all epochs, with the lines of finished epochs above it. */
function barProgress(terminal: Terminal): TerminalProgress {
  const bars = new MultiBar(
    {
      format: '{bar} {percentage} % · epoch {epoch} of at most {epochs} · error {mae} · {eta_formatted} left',
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
      gracefulExit: false, // Ctrl-C is answered by the command, after the step
    },
    Presets.shades_classic,
  );
  let bar: SingleBar | undefined;
  let steps = 0;
  let unit = '';
  return {
    onStart(plan) {
      terminal.err(`${opening(plan)}\n`);
      steps = plan.steps;
      unit = plan.task.unit;
      const { epochs } = plan;
      if (epochs > 0) bar = bars.create(epochs * steps, 0, { epoch: 1, epochs, mae: '–' });
    },
    onStep: ({ epoch, step, mae }) =>
      void bar?.update((epoch - 1) * steps + step, { epoch, mae: measured(mae, unit) }),
    onEpoch(epoch) {
      bars.log(`${epochLine(epoch, unit)}\n`);
      bars.update(); // at once: stopping forgets lines that still wait
    },
    close() {
      if (bar) bars.stop();
    },
  };
}

/** What begins: the parts, the window, what the data are like. */
function opening(plan: TrainingPlan): string {
  const { lookback, step, calendar } = plan.task;
  return [
    `${plan.model} on ${plan.dataset}: ${plan.trainSamples} windows train, ${plan.validationSamples} validate, ${plan.testSamples} test, in the order of time`,
    `"${plan.task.target}" ${aheadText(plan.task)} from ${lookback} rows${step > 1 ? `, every ${step}.` : ''} of ${plan.columns.join(', ')}${calendar ? ' and the calendar' : ''}`,
    ...plan.notices,
  ].join('\n');
}

function epochLine({ epoch, epochs, mae, valMae, seconds }: EpochReport, unit: string): string {
  const count = `${epoch}`.padStart(`${epochs}`.length);
  return `epoch ${count}/${epochs}  error ${measured(mae, unit)}  validation error ${measured(valMae, unit)}  ${seconds.toFixed(1)} s`;
}
