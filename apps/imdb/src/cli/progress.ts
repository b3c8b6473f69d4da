import type { Terminal } from '@seqloom/app-shell';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { EpochReport, ProgressSink, TrainingPlan } from '../train-recipe.ts';

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
  return {
    onStart: (plan) => terminal.err(`${opening(plan)}\n`),
    onEpoch: (epoch) => terminal.err(`${epochLine(epoch)}\n`),
    close() {},
  };
}

/** One bar over all epochs, with the lines of finished epochs above it. */
function barProgress(terminal: Terminal): TerminalProgress {
  const bars = new MultiBar(
    {
      format: '{bar} {percentage} % · epoch {epoch} of {epochs} · loss {loss} · {eta_formatted} left',
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
      gracefulExit: false, // Ctrl-C is answered by the command, after the step
    },
    Presets.shades_classic,
  );
  let bar: SingleBar | undefined;
  let stepsPerEpoch = 0;
  return {
    onStart(plan) {
      terminal.err(`${opening(plan)}\n`);
      stepsPerEpoch = plan.stepsPerEpoch;
      const { epochs } = plan.settings;
      bar = bars.create(epochs * stepsPerEpoch, 0, { epoch: 1, epochs, loss: '–' });
    },
    onStep: ({ epoch, step, loss }) =>
      void bar?.update((epoch - 1) * stepsPerEpoch + step, { epoch, loss: loss.toFixed(4) }),
    onEpoch(epoch) {
      bars.log(`${epochLine(epoch)}\n`);
      bars.update(); // at once: stopping forgets lines that still wait
    },
    close() {
      if (bar) bars.stop();
    },
  };
}

/** What begins, in two lines. */
function opening(plan: TrainingPlan): string {
  const { words, maxlen, batchSize } = plan.settings;
  const reads = maxlen === undefined ? 'whole reviews' : `the last ${maxlen} words`;
  return [
    `${plan.model} on ${plan.dataset}: ${plan.trainSamples} reviews train, ${plan.validationSamples} validate, ${plan.testSamples} test`,
    `${words} words, ${reads}, batches of ${batchSize}`,
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
