import { count, notNegative, numberIn, type OptionRules, resolveOptions } from '@seqloom/options';
import type { EpochLogs } from '../training/history.ts';
import type { Callback } from './callback.ts';
import { checkSettableRate } from './check-settable-rate.ts';
import { earlierEpochs } from './earlier-epochs.ts';
import {
  MONITOR_RULES,
  MONITOR_STATE_RULES,
  Monitor,
  type MonitorOptions,
  type MonitorState,
} from './monitor.ts';

/** Options of `reduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** Multiplies the step size at a reduction, in (0, 1); default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement before a reduction; default 10. */
  readonly patience?: number;
  /** The smallest change that counts as an improvement; default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a reduction that do not count towards the next one; default 0. */
  readonly cooldown?: number;
  /** Lower bound of the step size; default 0. */
  readonly minLearningRate?: number;
}

const RULES: OptionRules<ReduceLROnPlateauOptions> = {
  ...MONITOR_RULES,
  factor: numberIn({ above: 0, below: 1 }, 0.1),
  patience: count(10),
  minDelta: notNegative(1e-4),
  cooldown: count(0),
  minLearningRate: notNegative(0),
};

interface State extends MonitorState {
  /** Epochs since the best one. */
  readonly waited: number;
  /** Epochs that do not count yet. */
  readonly cooling: number;
}

const STATE_RULES: OptionRules<State> = { ...MONITOR_STATE_RULES, waited: count(), cooling: count() };

/**
 * Reduces the step size when a log no longer improves.
 *
 * **Source**: `keras.callbacks.ReduceLROnPlateau`.
 *
 * A continued run (`initialEpoch`) counts earlier epochs.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError during `fit` when
 * there is no such log, neither `mode` nor a metric gives its direction, or the optimizer's step size is a schedule or a function
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const settings = resolveOptions('reduceLROnPlateau', options, RULES);
  const { factor, patience, minDelta, cooldown, minLearningRate } = settings;
  const monitor = new Monitor('reduceLROnPlateau', settings);
  let best: number | undefined;
  let waited = 0;
  let cooling = 0;
  /** Returns whether to reduce the step size after an epoch. */
  const watch = (logs: EpochLogs): boolean => {
    const value = monitor.read(logs);
    if (value === undefined) return false;
    if (cooling > 0) {
      cooling--;
      waited = 0;
    }
    if (monitor.improves(value, best, minDelta)) {
      best = value;
      waited = 0;
      return false;
    }
    if (cooling > 0) return false;
    waited++;
    if (waited < patience) return false;
    cooling = cooldown;
    waited = 0;
    return true;
  };
  /** Does not raise a rate that is already below the minimum. */
  const reduced = (rate: number) =>
    rate <= minLearningRate ? rate : Math.max(rate * factor, minLearningRate);
  return {
    name: 'reduceLROnPlateau',
    settings,
    onTrainBegin(run) {
      checkSettableRate('reduceLROnPlateau', run.optimizer);
      monitor.begin(run);
      best = undefined;
      waited = 0;
      cooling = 0;
      // The optimizer holds the step size of the earlier epochs. Only the reduction after the last of them can be missing: a
      // checkpoint callback that ran before this one saved the model without it.
      const { optimizer } = run;
      let rate = optimizer.initialLearningRate;
      for (const [epoch, logs] of earlierEpochs('reduceLROnPlateau', run, monitor.name)) {
        if (!watch(logs) || rate === undefined) continue;
        const isPending = epoch === run.initialEpoch - 1 && optimizer.learningRate === rate;
        rate = reduced(rate);
        if (isPending) optimizer.learningRate = rate;
      }
    },
    onEpochEnd(_epoch, logs, { optimizer }) {
      if (watch(logs)) optimizer.learningRate = reduced(optimizer.learningRate);
    },
    state: () => ({ data: { best, waited, cooling } satisfies State }),
    restore({ data }) {
      ({ best, waited, cooling } = resolveOptions<State>(
        'reduceLROnPlateau: state',
        data as State,
        STATE_RULES,
      )); // the rules check it
    },
  };
}
