import { functionOf, notNegative, type OptionRules, resolveOptions } from '@seqloom/options';
import type { EpochLogs } from '../training/history.ts';
import type { Callback, TrainingRun } from './callback.ts';

/** The progress of a run. */
export interface ProgressReport {
  /** From 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches of this epoch that are done. */
  readonly batchesDone: number;
  /** Batches an epoch; undefined during a first epoch of unknown length. */
  readonly batchesPerEpoch: number | undefined;
  /** The mean loss of the epoch so far. */
  readonly loss: number;
  /** Since the epoch began. */
  readonly elapsedMs: number;
  /** Until the epoch's last batch, at the pace so far; undefined when its length is unknown. */
  readonly remainingMs: number | undefined;
  /** All logs of the epoch, in the last report of the epoch. */
  readonly logs?: EpochLogs;
}

/** Options of `progress`. */
export interface ProgressOptions {
  readonly report: (progress: ProgressReport) => void;
  /** The shortest time between reports within an epoch, in ms; default 100. */
  readonly everyMs?: number;
}

const RULES: OptionRules<ProgressOptions> = { report: functionOf(), everyMs: notNegative(100) };

/**
 * Reports the progress of a run as plain data: every `everyMs` within an epoch, and always at its end.
 *
 * @throws TypeError when `report` is not a function; TypeError or RangeError unless `everyMs` is a number ≥ 0;
 * RangeError for an option that does not exist
 *
 * @example
 * ```ts
 * progress({ report: ({ epoch, loss }) => console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}`) });
 * ```
 */
export function progress(options: ProgressOptions): Callback {
  const { report, everyMs } = resolveOptions('progress', options, RULES);
  let began = 0;
  let reported = 0;
  let batchesDone = 0;
  let loss = Number.NaN;
  const send = (epoch: number, { epochs, batchesPerEpoch }: TrainingRun, logs?: EpochLogs) => {
    const elapsedMs = performance.now() - began;
    const left = batchesPerEpoch === undefined ? undefined : Math.max(0, batchesPerEpoch - batchesDone);
    const remainingMs = left === undefined ? undefined : (elapsedMs / Math.max(1, batchesDone)) * left;
    report({
      epoch,
      epochs,
      batchesDone,
      batchesPerEpoch,
      loss,
      elapsedMs,
      remainingMs,
      ...(logs && { logs }),
    });
  };
  return {
    lateBatches: true,
    firstRankOnly: true,
    onEpochBegin() {
      began = performance.now();
      reported = began;
      batchesDone = 0;
      loss = Number.NaN;
    },
    onBatchEnd({ epoch, batch, meanLoss }, run) {
      batchesDone = batch + 1;
      loss = meanLoss;
      if (performance.now() - reported < everyMs) return;
      reported = performance.now();
      send(epoch, run);
    },
    onEpochEnd(epoch, logs, run) {
      send(epoch, run, logs);
    },
  };
}
