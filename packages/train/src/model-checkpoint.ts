import { checkBoolean, checkFunction, checkOptions } from '@seqloom/options';
import type { Callback } from './callback.ts';
import type { EpochLogs } from './history.ts';
import { MONITOR_OPTIONS, Monitor, type MonitorOptions } from './monitor.ts';
import { type SaveOptions, save } from './save.ts';

/** Options of `modelCheckpoint`. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Puts a model file somewhere; `writeFileAtomically` of `@seqloom/train/node` for a disk. */
  readonly write: (
    bytes: Uint8Array,
    at: { readonly epoch: number; readonly logs: EpochLogs },
  ) => void | Promise<void>;
  /** Writes only when the monitored log improves; default false. */
  readonly saveBestOnly?: boolean;
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
    ...{ write: true, saveBestOnly: true, attachments: true, saveOptimizer: true, allowNonFinite: true },
  });
  const { write, saveBestOnly = false, attachments = {}, saveOptimizer = true } = options;
  const { allowNonFinite = false } = options;
  checkFunction('modelCheckpoint', 'write', write);
  checkBoolean('modelCheckpoint', 'saveBestOnly', saveBestOnly);
  checkBoolean('modelCheckpoint', 'saveOptimizer', saveOptimizer);
  checkBoolean('modelCheckpoint', 'allowNonFinite', allowNonFinite);
  const monitor = new Monitor('modelCheckpoint', options);
  let best: number | undefined;
  return {
    onTrainBegin(run) {
      if (saveBestOnly) monitor.begin(run);
      best = undefined;
    },
    async onEpochEnd(epoch, logs, { model, optimizer }) {
      if (saveBestOnly) {
        const value = monitor.read(logs);
        if (!monitor.improves(value, best)) return;
        best = value;
      }
      const saving = { attachments, allowNonFinite, ...(saveOptimizer && { optimizer }) };
      await write(await save(model, saving), { epoch, logs });
    },
  };
}
