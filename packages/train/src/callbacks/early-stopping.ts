import {
  boolean,
  count,
  notNegative,
  numberIn,
  type OptionRules,
  optional,
  resolveOptions,
} from '@seqloom/options';
import { WeightSnapshot } from '../model/weight-snapshot.ts';
import type { EpochLogs } from '../training/history.ts';
import type { Callback, TrainingRun } from './callback.ts';
import { earlierEpochs } from './earlier-epochs.ts';
import {
  MONITOR_RULES,
  MONITOR_STATE_RULES,
  Monitor,
  type MonitorOptions,
  type MonitorState,
} from './monitor.ts';

/** Options of `earlyStopping`. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** The smallest change that counts as an improvement; default 0. */
  readonly minDelta?: number;
  /** Epochs without improvement before the run ends; default 0. */
  readonly patience?: number;
  /** Whether the model ends with the weights of its best epoch, no matter what ended the run; default false. */
  readonly restoreBestWeights?: boolean;
  /** The first epoch to watch, counted from 0; default 0. */
  readonly startFromEpoch?: number;
  /**
   * The value to reach: until a value is better than it by more than `minDelta`, improvements do not restart the count of
   * `patience`. Default: none.
   */
  readonly baseline?: number | undefined;
}

const RULES: OptionRules<EarlyStoppingOptions> = {
  ...MONITOR_RULES,
  minDelta: notNegative(0),
  patience: count(0),
  restoreBestWeights: boolean(false),
  startFromEpoch: count(0),
  baseline: optional(numberIn({})),
};

interface State extends MonitorState {
  /** Epochs since the best one. */
  readonly waited: number;
}

const STATE_RULES: OptionRules<State> = { ...MONITOR_STATE_RULES, waited: count() };

/**
 * Ends a run when a log no longer improves.
 *
 * **Source**: `keras.callbacks.EarlyStopping`. Unlike Keras, it also restores the best weights when the run ends
 * for another reason: after the last epoch, by an abort, by a NaN. A continued run (`initialEpoch`) counts earlier epochs.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError during `fit` when
 * there is no such log, or neither `mode` nor a metric gives its direction
 *
 * @example
 * ```ts
 * await fit(model, data, { ...options, callbacks: [earlyStopping({ patience: 2, restoreBestWeights: true })] });
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const settings = resolveOptions('earlyStopping', options, RULES);
  const { minDelta, patience, restoreBestWeights, startFromEpoch, baseline } = settings;
  const monitor = new Monitor('earlyStopping', settings);
  let best: number | undefined;
  let waited = 0;
  let snapshot: WeightSnapshot | undefined;
  /** Returns whether the epoch is the best one so far; stops the run when patience is used up. */
  const watch = (epoch: number, logs: EpochLogs, run: TrainingRun): boolean => {
    if (epoch < startFromEpoch) return false;
    const value = monitor.read(logs);
    if (value === undefined) return false;
    waited++;
    if (monitor.improves(value, best, minDelta)) {
      best = value;
      if (baseline === undefined || monitor.improves(value, baseline, minDelta)) waited = 0;
      return true; // as in Keras, patience ends a run only after an epoch without improvement
    }
    if (waited >= patience) run.stop();
    return false;
  };
  return {
    name: 'earlyStopping',
    settings,
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
          `earlyStopping: restoreBestWeights cannot continue with epoch ${run.initialEpoch + 1}: the best weights so far are those ` +
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
    async state({ model }) {
      const data: State = { best, waited };
      return snapshot ? { data, arrays: await snapshot.read(model.weightNames) } : { data };
    },
    restore({ data, arrays }, { model }) {
      ({ best, waited } = resolveOptions<State>('earlyStopping: state', data as State, STATE_RULES)); // the rules check it
      snapshot?.dispose();
      snapshot = arrays && WeightSnapshot.of(model.weights, model.weightNames, arrays);
    },
  };
}
