import type { ByLog } from './log-names.ts';

/** The numbers of one epoch: `loss`, the metrics, and the same on validation data as `valLoss`, `valAccuracy`, … */
export type EpochLogs<Name extends string = string> = ByLog<Name, number>;

/** The measurements of a training run, unrounded. */
export interface History<Name extends string = string> {
  /** The numbers of the finished epochs, from `initialEpoch` on. */
  readonly epochs: readonly number[];
  /** The logs of these epochs. */
  readonly logs: readonly EpochLogs<Name>[];
  /** The same by name: `history.series.loss[0]`. */
  readonly series: ByLog<Name, readonly number[]>;
}

/** Collects epochs. */
export class HistoryRecorder implements History {
  readonly epochs: number[] = [];
  readonly logs: EpochLogs[] = [];

  add(epoch: number, logs: EpochLogs): void {
    this.epochs.push(epoch);
    this.logs.push(logs);
  }

  get series(): Record<string, number[]> {
    const names = new Set(this.logs.flatMap((logs) => Object.keys(logs)));
    const entries = Array.from(names, (name) => [name, this.logs.map((logs) => logs[name] ?? Number.NaN)]);
    return Object.fromEntries(entries);
  }
}

/** `loss` → `valLoss`. */
export function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
