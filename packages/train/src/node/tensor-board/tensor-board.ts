import {
  checkPositiveInteger,
  count,
  formatValue,
  type OptionRules,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';
import type { Callback, TrainingRun } from '../../callbacks/callback.ts';
import { type EpochLogs, validationName } from '../../training/history.ts';
import { bucketsOf } from './buckets.ts';
import { EventFiles } from './event-files.ts';
import { type EventTime, histogramEvent, scalarEvent } from './events.ts';

/** Options of `tensorBoard`. */
export interface TensorBoardOptions {
  /** The folder that `tensorboard --logdir` is given, or one within it. Each run should have its own. */
  readonly logDir: string;
  /** `epoch`: losses and metrics are written after every epoch; `batch` or a number n: also after every, or every n-th batch. Default `epoch`. */
  readonly updateFreq?: 'epoch' | 'batch' | number;
  /** After how many epochs the distribution of every weight is written; default 0: never. */
  readonly histogramFreq?: number;
}

const RULES: OptionRules<TensorBoardOptions> = {
  logDir: text(),
  updateFreq: rule<'epoch' | 'batch' | number>((owner, option, value) => {
    if (value === 'epoch' || value === 'batch') return;
    if (typeof value === 'number') return checkPositiveInteger(owner, option, value);
    throw new TypeError(
      `${owner}: ${option} must be "epoch", "batch" or a positive integer, got ${formatValue(value)}.`,
    );
  }, 'epoch'),
  histogramFreq: count(0),
};

/**
 * Writes the logs of a run as event files of TensorBoard: those of training to the folder `train` within `logDir`, those of validation
 * data to `validation`. Tags are those of Keras: `epoch_loss`, `epoch_accuracy`, `epoch_learning_rate`, `batch_loss`; a metric has the
 * name that it has in our logs. Each run makes new files, so that a continued run adds to the curves of the one before.
 *
 * @throws TypeError or RangeError naming the option that is wrong; during `fit` an Error that names the file that cannot be written
 *
 * **Source**: `keras.callbacks.TensorBoard`; the events are those of `tf.summary`.
 *
 * @example
 * ```ts
 * await fit(model, data, { ...options, callbacks: [tensorBoard({ logDir: 'logs/run-1' })] });
 * ```
 */
export function tensorBoard(options: TensorBoardOptions): Callback {
  const { logDir, updateFreq, histogramFreq } = resolveOptions('tensorBoard', options, RULES);
  const everyBatches = updateFreq === 'batch' ? 1 : updateFreq;
  const files = new EventFiles(logDir);
  return {
    name: 'tensorBoard',
    firstRankOnly: true,
    lateBatches: true, // it only reports
    onTrainBegin: () => files.write('train', []), // fails before the first step where it cannot write
    ...(everyBatches !== 'epoch' && {
      async onBatchEnd({ epoch, batch, meanLoss }, run) {
        if ((batch + 1) % everyBatches !== 0) return;
        const at = eventTime(epoch * (run.batchesPerEpoch ?? 0) + batch);
        const results = await Promise.all(run.metrics.map((metric) => metric.result()));
        await files.write('train', [
          scalarEvent('batch_loss', meanLoss, at),
          ...run.metrics.map(({ name }, i) => scalarEvent(`batch_${name}`, results[i]!, at)),
        ]);
      },
    }),
    async onEpochEnd(epoch, logs, run) {
      const at = eventTime(epoch);
      const [train, validation] = epochEvents(logs, run, at);
      const hasHistograms = histogramFreq > 0 && epoch % histogramFreq === 0;
      if (hasHistograms) train.push(...(await weightEvents(run, at)));
      await files.write('train', train);
      if (validation.length > 0) await files.write('validation', validation);
    },
    onTrainEnd: () => files.close(),
  };
}

function eventTime(step: number): EventTime {
  return { wallTime: Date.now() / 1000, step };
}

/** The events of an epoch for the two folders. */
function epochEvents(
  logs: EpochLogs,
  { logNames, optimizer }: TrainingRun,
  at: EventTime,
): [train: Uint8Array[], validation: Uint8Array[]] {
  const trained = new Map(logNames.map((name) => [validationName(name), name]));
  const [train, validation]: [Uint8Array[], Uint8Array[]] = [[], []];
  for (const [name, value] of Object.entries(logs)) {
    const own = trained.get(name);
    if (own === undefined) train.push(scalarEvent(`epoch_${name}`, value, at));
    else validation.push(scalarEvent(`epoch_${own}`, value, at));
  }
  train.push(scalarEvent('epoch_learning_rate', optimizer.learningRate, at));
  return [train, validation];
}

async function weightEvents({ model }: TrainingRun, at: EventTime): Promise<Uint8Array[]> {
  const weights = await model.getWeights();
  return weights.flatMap(({ name, data }) => {
    const buckets = bucketsOf(data);
    return buckets.length === 0 ? [] : [histogramEvent(`${name}/histogram`, buckets, at)];
  });
}
