import { checkBoolean, checkFunction, checkOptions, formatValue } from '@seqloom/options';
import { type SaveOptions, save } from '../files/save.ts';
import type { EpochLogs } from '../training/history.ts';
import type { Callback } from './callback.ts';
import { earlierEpochs } from './earlier-epochs.ts';
import { MONITOR_OPTIONS, Monitor, type MonitorOptions } from './monitor.ts';

/** Options of `modelCheckpoint`. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Puts a model file somewhere; `writeFileAtomically` of `@seqloom/train/node` for a disk. */
  readonly write: (
    bytes: Uint8Array,
    at: { readonly epoch: number; readonly logs: EpochLogs },
  ) => void | Promise<void>;
  /** Writes only when the monitored log improves; default false. */
  readonly saveBestOnly?: boolean;
  /** With `saveBestOnly`: only better values are written, for instance that of a file which is there already. */
  readonly initialValueThreshold?: number;
  /** What is saved beside the model, as `save` takes it. */
  readonly attachments?: SaveOptions['attachments'];
  /** Whether the optimizer's state is saved too, for a run to go on from; default true. */
  readonly saveOptimizer?: boolean;
  /** Whether weights that are NaN or Infinity are saved too; otherwise they end the run; default false. */
  readonly allowNonFinite?: boolean;
}

/**
 * Saves the model after every epoch, or after every better one. An epoch that ended in NaN is never saved.
 *
 * With `saveBestOnly` a callback remembers its best value from run to run, and a run that goes on (`initialEpoch`) that of the
 * epochs before. A new run with a new callback knows of no file; `initialValueThreshold` tells it.
 *
 * **Source**: `keras.callbacks.ModelCheckpoint`.
 *
 * @throws TypeError when `write` is no function or a switch no boolean, RangeError for an option that does not exist;
 * RangeError during `fit` when the best is asked for and there is no such log, or nothing says which way it is better
 *
 * @example
 * ```ts
 * modelCheckpoint({ saveBestOnly: true, write: (bytes) => writeFileAtomically('best.safetensors', bytes) });
 * ```
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  checkOptions('modelCheckpoint', options, {
    ...MONITOR_OPTIONS,
    ...{
      write: true,
      saveBestOnly: true,
      initialValueThreshold: true,
      attachments: true,
      saveOptimizer: true,
      allowNonFinite: true,
    },
  });
  const { write, saveBestOnly = false, attachments = {}, saveOptimizer = true } = options;
  const { allowNonFinite = false, initialValueThreshold } = options;
  checkFunction('modelCheckpoint', 'write', write);
  checkBoolean('modelCheckpoint', 'saveBestOnly', saveBestOnly);
  checkBoolean('modelCheckpoint', 'saveOptimizer', saveOptimizer);
  checkBoolean('modelCheckpoint', 'allowNonFinite', allowNonFinite);
  checkThreshold(initialValueThreshold, saveBestOnly);
  const monitor = new Monitor('modelCheckpoint', options);
  /** What the file that was written last is worth; kept from run to run, as the file is. */
  let best = initialValueThreshold;
  return {
    onTrainBegin(run) {
      if (!saveBestOnly) return;
      monitor.begin(run);
      if (best !== undefined) return;
      for (const [, logs] of earlierEpochs('modelCheckpoint', run, monitor.name)) {
        const value = monitor.read(logs);
        if (monitor.improves(value, best)) best = value;
      }
    },
    async onEpochEnd(epoch, logs, { model, optimizer }) {
      const value = saveBestOnly ? monitor.read(logs) : undefined;
      if (value !== undefined && !monitor.improves(value, best)) return;
      const saving = { attachments, allowNonFinite, ...(saveOptimizer && { optimizer }) };
      await write(await save(model, saving), { epoch, logs });
      best = value;
    },
  };
}

function checkThreshold(threshold: unknown, saveBestOnly: boolean): void {
  if (threshold === undefined) return;
  if (typeof threshold !== 'number') {
    throw new TypeError(
      `modelCheckpoint: initialValueThreshold must be a number, got ${formatValue(threshold)}.`,
    );
  }
  if (!Number.isFinite(threshold)) {
    throw new RangeError(`modelCheckpoint: initialValueThreshold must be finite, got ${threshold}.`);
  }
  if (!saveBestOnly) {
    throw new RangeError('modelCheckpoint: initialValueThreshold needs saveBestOnly: true.');
  }
}
