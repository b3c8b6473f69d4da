import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ProgressTexts } from '../../progress.ts';
import { eventLine } from './event-line.ts';
import type { Terminal } from './terminal.ts';

/** What every app's plan of a run has. */
interface AnyPlan {
  /** The table of layers; too long for a JSON line. */
  readonly summary: string;
}

/** What every app's report on a step has. */
interface AnyStep {
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1. */
  readonly step: number;
}

/** Hears how far a run is. It must be closed when the run has ended, however it ended. */
export interface TerminalProgress<Plan, Step, Epoch> {
  onStart(plan: Plan): void;
  onStep?(step: Step): void;
  onEpoch(epoch: Epoch): void;
  close(): void;
}

/** How a run tells how far it is: JSON lines, a bar where a person watches, a line an epoch elsewhere. */
export function terminalProgress<Plan extends AnyPlan, Step extends AnyStep, Epoch extends object>(
  terminal: Terminal,
  json: boolean,
  texts: ProgressTexts<Plan, Step, Epoch>,
): TerminalProgress<Plan, Step, Epoch> {
  if (json) return jsonProgress(terminal);
  return terminal.interactive ? barProgress(terminal, texts) : lineProgress(terminal, texts);
}

/** JSON lines on the standard output. */
function jsonProgress<Plan extends AnyPlan, Step, Epoch extends object>(
  terminal: Terminal,
): TerminalProgress<Plan, Step, Epoch> {
  return {
    onStart: ({ summary: _, ...plan }) => terminal.out(eventLine('start', plan)),
    onEpoch: (epoch) => terminal.out(eventLine('epoch', epoch)),
    close() {},
  };
}

/** A line an epoch, for logs. */
function lineProgress<Plan, Step, Epoch>(
  terminal: Terminal,
  texts: ProgressTexts<Plan, Step, Epoch>,
): TerminalProgress<Plan, Step, Epoch> {
  let plan: Plan;
  return {
    onStart(begun) {
      plan = begun;
      terminal.err(`${texts.opening(plan)}\n`);
    },
    onEpoch: (epoch) => terminal.err(`${texts.epoch(epoch, plan)}\n`),
    close() {},
  };
}

/** One bar over all epochs, with the lines of finished epochs above it. */
function barProgress<Plan, Step extends AnyStep, Epoch>(
  terminal: Terminal,
  texts: ProgressTexts<Plan, Step, Epoch>,
): TerminalProgress<Plan, Step, Epoch> {
  const bars = new MultiBar(
    {
      format: '{bar} {percentage} % · epoch {epoch} of {epochs} · {measure} · {eta_formatted} left',
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
      gracefulExit: false, // Ctrl-C is answered by the command, after the step
    },
    Presets.shades_classic,
  );
  let bar: SingleBar | undefined;
  let plan: Plan;
  let stepsPerEpoch = 0;
  return {
    onStart(begun) {
      plan = begun;
      terminal.err(`${texts.opening(plan)}\n`);
      const length = texts.length(plan);
      stepsPerEpoch = length.stepsPerEpoch;
      if (length.epochs === 0) return;
      bar = bars.create(length.epochs * stepsPerEpoch, 0, {
        epoch: 1,
        epochs: texts.epochs(length.epochs),
        measure: texts.measure(undefined, plan),
      });
    },
    onStep(step) {
      const measure = texts.measure(step, plan);
      bar?.update((step.epoch - 1) * stepsPerEpoch + step.step, { epoch: step.epoch, measure });
    },
    onEpoch(epoch) {
      bars.log(`${texts.epoch(epoch, plan)}\n`);
      bars.update(); // at once: stopping forgets lines that still wait
    },
    close() {
      if (bar) bars.stop();
    },
  };
}
