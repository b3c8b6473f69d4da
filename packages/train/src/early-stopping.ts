import { checkBoolean, checkCount, checkNotNegative, checkOptions } from '@seqloom/options';
import type { Callback } from './callback.ts';
import { MONITOR_OPTIONS, Monitor, type MonitorOptions } from './monitor.ts';
import { WeightSnapshot } from './weight-snapshot.ts';

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
 * otherwise: after its last epoch, by an abort, by a NaN.
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
  return {
    onTrainBegin(run) {
      monitor.begin(run);
      best = undefined;
      waited = 0;
    },
    onEpochEnd(epoch, logs, run) {
      if (epoch < startFromEpoch) return;
      const value = monitor.read(logs);
      if (monitor.improves(value, best, minDelta)) {
        best = value;
        waited = 0;
        if (restoreBestWeights) {
          snapshot?.dispose();
          snapshot = new WeightSnapshot(run.model.weights);
        }
        return;
      }
      waited++;
      if (waited >= patience) run.stop();
    },
    onTrainEnd() {
      snapshot?.restore();
      snapshot?.dispose();
      snapshot = undefined;
    },
  };
}
