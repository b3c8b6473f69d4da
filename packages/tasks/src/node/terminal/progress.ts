import { type ProgressTexts, type StageReport, stageText } from '../../progress.ts';
import { eventLine } from './event-line.ts';
import { type ProgressBar, progressBar } from './progress-bar.ts';
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
  onStage(report: StageReport): void;
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
    onStage: ({ stage, epoch }) => terminal.out(eventLine('stage', { stage, ...epoch })),
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
    onStage: (report) => terminal.err(`${stageText(report)}\n`),
    close() {},
  };
}

/** One bar over all epochs, with the lines of finished epochs above it. */
function barProgress<Plan, Step extends AnyStep, Epoch>(
  terminal: Terminal,
  texts: ProgressTexts<Plan, Step, Epoch>,
): TerminalProgress<Plan, Step, Epoch> {
  let bar: ProgressBar | undefined;
  let plan: Plan;
  let [stepsPerEpoch, epochs] = [0, ''];
  const text = (epoch: number, step?: Step) => `epoch ${epoch} of ${epochs} · ${texts.measure(step, plan)}`;
  return {
    onStart(begun) {
      plan = begun;
      terminal.err(`${texts.opening(plan)}\n`);
      const length = texts.length(plan);
      stepsPerEpoch = length.stepsPerEpoch;
      if (length.epochs === 0) return;
      epochs = texts.epochs(length.epochs);
      bar = progressBar(terminal, length.epochs * stepsPerEpoch, text(1));
    },
    onStep(step) {
      bar?.update((step.epoch - 1) * stepsPerEpoch + step.step, text(step.epoch, step));
    },
    onEpoch: (epoch) => bar?.log(texts.epoch(epoch, plan)),
    onStage(report) {
      const line = stageText(report);
      if (bar) bar.log(line);
      else terminal.err(`${line}\n`);
    },
    close: () => bar?.close(),
  };
}
