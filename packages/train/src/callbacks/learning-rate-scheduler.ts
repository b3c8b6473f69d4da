import { formatValue, functionOf, type OptionRules, resolveOptions } from '@seqloom/options';
import type { Callback } from './callback.ts';
import { checkSettableRate } from './check-settable-rate.ts';

/** Options of `learningRateScheduler`. */
export interface LearningRateSchedulerOptions {
  /** The step size of an epoch (from 0), from the step size so far. */
  readonly schedule: (epoch: number, learningRate: number) => number;
}

const RULES: OptionRules<LearningRateSchedulerOptions> = {
  schedule: functionOf<LearningRateSchedulerOptions['schedule']>(),
};

/**
 * Sets the step size at the beginning of every epoch.
 *
 * The step size is part of the optimizer, which files hold, so that a continued run goes on from the size so far.
 *
 * @throws TypeError or RangeError for an option that does not exist or is not a function; during `fit` when the function
 * returns no finite number ≥ 0, or the optimizer's step size is a schedule or a function
 *
 * **Source**: `keras.callbacks.LearningRateScheduler`.
 *
 * @example
 * ```ts
 * const halved = learningRateScheduler({ schedule: (epoch, rate) => (epoch < 10 ? rate : rate / 2) });
 * await fit(model, data, { loss: 'mse', optimizer: sgd(), epochs: 15, callbacks: [halved] });
 * ```
 */
export function learningRateScheduler(options: LearningRateSchedulerOptions): Callback {
  const { schedule } = resolveOptions('learningRateScheduler', options, RULES);
  return {
    name: 'learningRateScheduler',
    onTrainBegin: ({ optimizer }) => checkSettableRate('learningRateScheduler', optimizer),
    onEpochBegin(epoch, { optimizer }) {
      const rate: unknown = schedule(epoch, optimizer.learningRate);
      if (typeof rate === 'number' && Number.isFinite(rate) && rate >= 0) {
        optimizer.learningRate = rate;
        return;
      }
      throw new RangeError(
        `learningRateScheduler: schedule must return a finite number ≥ 0, got ${formatValue(rate)} for epoch ${epoch + 1}.`,
      );
    },
  };
}
