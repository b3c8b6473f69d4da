import { checkBoolean, checkCount, checkNotNegative, checkOptions } from '@seqloom/options';
import { WeightSnapshot } from '../model/weight-snapshot.ts';
import type { EpochLogs } from '../training/history.ts';
import type { Callback, TrainingRun } from './callback.ts';
import { earlierEpochs } from './earlier-epochs.ts';
import { MONITOR_OPTIONS, Monitor, type MonitorOptions } from './monitor.ts';

/** Options of `earlyStopping`. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** The least change that counts as better; default 0. */
  readonly minDelta?: number;
  /** Epochs without improvement before the run ends; default 0. */
  readonly patience?: number;
  /** Whether the model ends with the weights of its best epoch, whatever ended the run; default false. */
  readonly restoreBestWeights?: boolean;
  /** The epoch from which on it watches; default 0. */
  readonly startFromEpoch?: number;
}

/**
 * Ends a run when a log no longer improves.
 *
 * **Source**: `keras.callbacks.EarlyStopping`. Unlike there, the best weights are also restored when the run ends
 * otherwise: after its last epoch, by an abort, by a NaN. A run that goes on (`initialEpoch`) counts the epochs before.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError during `fit` when
 * there is no such log, or nothing says which way it is better
 *
 * @example
 * ```ts
 * await fit(model, data, { ...options, callbacks: [earlyStopping({ patience: 2, restoreBestWeights: true })] });
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  checkOptions('earlyStopping', options, {
    ...MONITOR_OPTIONS,
    ...{ minDelta: true, patience: true, restoreBestWeights: true, startFromEpoch: true },
  });
  const { minDelta = 0, patience = 0, restoreBestWeights = false, startFromEpoch = 0 } = options;
  checkNotNegative('earlyStopping', 'minDelta', minDelta);
  checkCount('earlyStopping', 'patience', patience);
  checkCount('earlyStopping', 'startFromEpoch', startFromEpoch);
  checkBoolean('earlyStopping', 'restoreBestWeights', restoreBestWeights);
  const monitor = new Monitor('earlyStopping', options);
  let best: number | undefined;
  let waited = 0;
  let snapshot: WeightSnapshot | undefined;
  /** Whether the epoch is the best one so far. */
  const watch = (epoch: number, logs: EpochLogs, run: TrainingRun): boolean => {
    if (epoch < startFromEpoch) return false;
    const value = monitor.read(logs);
    if (monitor.improves(value, best, minDelta)) {
      best = value;
      waited = 0;
      return true;
    }
    waited++;
    if (waited >= patience) run.stop();
    return false;
  };
  return {
    onTrainBegin(run) {
      monitor.begin(run);
      best = undefined;
      waited = 0;
      let bestEpoch: number | undefined;
      for (const [epoch, logs] of earlierEpochs('earlyStopping', run, monitor.name)) {
        if (watch(epoch, logs, run)) bestEpoch = epoch;
      }
      if (!restoreBestWeights || bestEpoch === undefined) return;
      if (bestEpoch < run.initialEpoch - 1) {
        throw new RangeError(
          `earlyStopping: restoreBestWeights cannot go on with epoch ${run.initialEpoch + 1}: the best weights so far are those ` +
            `of epoch ${bestEpoch + 1}, which are not kept. Leave initialEpoch out to begin a new run.`,
        );
      }
      snapshot = new WeightSnapshot(run.model.weights);
    },
    onEpochEnd(epoch, logs, run) {
      if (!watch(epoch, logs, run) || !restoreBestWeights) return;
      snapshot?.dispose();
      snapshot = new WeightSnapshot(run.model.weights);
    },
    onTrainEnd() {
      snapshot?.restore();
      snapshot?.dispose();
      snapshot = undefined;
    },
  };
}
