import { boolean, functionOf, numberIn, type OptionRules, optional, resolveOptions } from '@seqloom/options';
import { SAVE_RULES, save } from '../files/save.ts';
import type { EpochLogs } from '../training/history.ts';
import type { Callback } from './callback.ts';
import { earlierEpochs } from './earlier-epochs.ts';
import {
  MONITOR_RULES,
  MONITOR_STATE_RULES,
  Monitor,
  type MonitorOptions,
  type MonitorState,
} from './monitor.ts';

/** Options of `modelCheckpoint`. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Stores a model file, for instance with `writeFileAtomically` of `@seqloom/train/node`. */
  readonly write: (
    bytes: Uint8Array,
    at: { readonly epoch: number; readonly logs: EpochLogs },
  ) => void | Promise<void>;
  /** Writes only when the monitored log improves; default false. */
  readonly saveBestOnly?: boolean;
  /** With `saveBestOnly`: the value to improve on, for instance that of an existing file. */
  readonly initialValueThreshold?: number | undefined;
  /** Saved with the model, as by `save`. */
  readonly attachments?: Readonly<Record<string, unknown>>;
  /** Whether the state of the optimizer is saved too, so that a run can continue; default true. */
  readonly saveOptimizer?: boolean;
  /** Whether weights that are NaN or Infinity are saved; otherwise they end the run; default false. */
  readonly allowNonFinite?: boolean;
}

const RULES: OptionRules<ModelCheckpointOptions> = {
  ...MONITOR_RULES,
  write: functionOf(),
  saveBestOnly: boolean(false),
  initialValueThreshold: optional(numberIn({})),
  attachments: SAVE_RULES.attachments,
  saveOptimizer: boolean(true),
  allowNonFinite: SAVE_RULES.allowNonFinite,
};

/**
 * Saves the model after every epoch, or after every better one. An epoch that ended in NaN is never saved.
 *
 * With `saveBestOnly` a callback remembers its best value from run to run; in a continued run (`initialEpoch`) earlier epochs
 * count too. A new run with a new callback knows no file; give it `initialValueThreshold`.
 *
 * **Source**: `keras.callbacks.ModelCheckpoint`.
 *
 * @throws TypeError for an option of the wrong kind, RangeError for one that does not exist; RangeError during `fit` when
 * `saveBestOnly` has no such log, or neither `mode` nor a metric gives its direction
 *
 * @example
 * ```ts
 * modelCheckpoint({ saveBestOnly: true, write: (bytes) => writeFileAtomically('best.safetensors', bytes) });
 * ```
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const settings = resolveOptions('modelCheckpoint', options, RULES);
  const { write, saveBestOnly, initialValueThreshold, attachments, saveOptimizer, allowNonFinite } = settings;
  if (initialValueThreshold !== undefined && !saveBestOnly) {
    throw new RangeError('modelCheckpoint: initialValueThreshold needs saveBestOnly: true.');
  }
  const monitor = new Monitor('modelCheckpoint', settings);
  /** The value of the last file written; kept from run to run, as the file is. */
  let best = initialValueThreshold;
  return {
    name: 'modelCheckpoint',
    firstRankOnly: true,
    settings: { monitor: settings.monitor, mode: settings.mode, saveBestOnly }, // what decides which epochs it writes
    onTrainBegin(run) {
      if (!saveBestOnly) return;
      monitor.begin(run);
      if (best !== undefined) return;
      for (const [, logs] of earlierEpochs('modelCheckpoint', run, monitor.name)) {
        const value = monitor.read(logs);
        if (value !== undefined && monitor.improves(value, best)) best = value;
      }
    },
    async onEpochEnd(epoch, logs, { model, optimizer }) {
      const value = saveBestOnly ? monitor.read(logs) : undefined;
      if (saveBestOnly && (value === undefined || !monitor.improves(value, best))) return;
      const bytes = await save(model, {
        attachments,
        allowNonFinite,
        optimizer: saveOptimizer ? optimizer : undefined,
      });
      await write(bytes, { epoch, logs });
      best = value;
    },
    state: () => ({ data: { best } }),
    restore({ data }) {
      ({ best } = resolveOptions<MonitorState>('modelCheckpoint: state', data, MONITOR_STATE_RULES));
    },
  };
}
