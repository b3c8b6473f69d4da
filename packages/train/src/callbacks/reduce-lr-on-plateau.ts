import { checkCount, checkNotNegative, checkOptions, formatValue } from '@seqloom/options';
import type { EpochLogs } from '../training/history.ts';
import type { Callback } from './callback.ts';
import { earlierEpochs } from './earlier-epochs.ts';
import { MONITOR_OPTIONS, Monitor, type MonitorOptions } from './monitor.ts';

/** Options of `reduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the step size is multiplied by, in (0, 1); default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement before it is; default 10. */
  readonly patience?: number;
  /** The least change that counts as better; default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which nothing is counted; default 0. */
  readonly cooldown?: number;
  /** The step size never falls below it; default 0. */
  readonly minLearningRate?: number;
}

/**
 * Makes steps smaller when a log no longer improves.
 *
 * **Source**: `keras.callbacks.ReduceLROnPlateau`.
 *
 * A run that goes on (`initialEpoch`) counts the epochs before.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError during `fit` when
 * there is no such log, nothing says which way it is better, or the optimizer's step size is a schedule or a function
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  checkOptions('reduceLROnPlateau', options, {
    ...MONITOR_OPTIONS,
    ...{ factor: true, patience: true, minDelta: true, cooldown: true, minLearningRate: true },
  });
  const { factor = 0.1, patience = 10, minDelta = 1e-4, cooldown = 0, minLearningRate = 0 } = options;
  if (typeof factor !== 'number' || !(factor > 0 && factor < 1)) {
    throw new RangeError(`reduceLROnPlateau: factor must be in (0, 1), got ${formatValue(factor)}.`);
  }
  checkCount('reduceLROnPlateau', 'patience', patience);
  checkNotNegative('reduceLROnPlateau', 'minDelta', minDelta);
  checkCount('reduceLROnPlateau', 'cooldown', cooldown);
  checkNotNegative('reduceLROnPlateau', 'minLearningRate', minLearningRate);
  const monitor = new Monitor('reduceLROnPlateau', options);
  let best: number | undefined;
  let waited = 0;
  let cooling = 0;
  /** Whether the step size is to be reduced after an epoch. */
  const watch = (logs: EpochLogs): boolean => {
    const value = monitor.read(logs);
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
  /** A rate that is below the minimum already must not be raised to it. */
  const reduced = (rate: number) =>
    rate <= minLearningRate ? rate : Math.max(rate * factor, minLearningRate);
  return {
    onTrainBegin(run) {
      if (run.optimizer.scheduled) {
        throw new RangeError(
          "reduceLROnPlateau: the optimizer's learningRate is a schedule or a function, which sets every step's size. Give it a " +
            'number, or leave the callback out.',
        );
      }
      monitor.begin(run);
      best = undefined;
      waited = 0;
      cooling = 0;
      // The optimizer has kept the step size of the epochs before, but for a reduction after the last one of them where the
      // model was saved before this callback had its turn.
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
  };
}
