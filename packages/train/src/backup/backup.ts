import {
  boolean,
  formatValue,
  functionOf,
  notNegative,
  type OptionRules,
  optional,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import type { Callback } from '../callbacks/callback.ts';
import { checkObject } from '../values/check-object.ts';
import type { BackupStore } from './backup-store.ts';
import { RunBackup } from './run-backup.ts';

/** Where a run goes on. */
export interface ResumePoint {
  /** From 0. */
  readonly epoch: number;
  /** The steps of this epoch that are done. */
  readonly batch: number;
  /** What the store calls the backup. */
  readonly place: string;
}

/** Options of `backup`. */
export interface BackupOptions {
  /** Where the backup is kept: `backupFolder(path)` of `@seqloom/train/node`, or a store of your own. */
  readonly store: BackupStore;
  /** The least time between two backups within an epoch, in ms; default 30,000. The end of every epoch is backed up as well. */
  readonly everyMs?: number;
  /** Whether a run that has ended by itself removes its backup; default true. */
  readonly removeAtEnd?: boolean;
  /** What decides the run beside the model, the data and the options of `fit`, as plain data; a run with others is refused. */
  readonly settings?: object;
  /** Called when a run goes on, before its first step. */
  readonly onResume?: ((point: ResumePoint) => void) | undefined;
  /** Called when a backup cannot be written; the run then goes on without it. Default: the error ends the run. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

const RULES: OptionRules<BackupOptions> = {
  store: rule<BackupStore>(checkStore),
  everyMs: notNegative(30_000),
  removeAtEnd: boolean(true),
  settings: rule<object>(checkObject, {}),
  onResume: optional(functionOf()),
  onError: optional(functionOf()),
};

/** The options with their defaults. */
export type BackupSettings = Resolved<BackupOptions>;

/**
 * Keeps a run, so that it goes on after a crash where the last backup was made, and ends with the weights and the history of a run
 * that was never broken off, to the last bit. Start the same program again: when the store holds a backup, `fit` goes on from it.
 *
 * A backup holds the weights, the state of the optimizer, the positions of the random numbers and of the data, the sums of losses and
 * metrics within an epoch, the states of stateful layers and the state of each callback that has one. It is made after every epoch,
 * within an epoch every `everyMs`, and when the `signal` of the run is aborted. Two generations are kept: when the newer one is
 * damaged, the older one is used, with a warning. While epochs are so short that backups would take more than a tenth of the time, some
 * of them are left out.
 *
 * Data: arrays, lists of batches and `batches()` of `@seqloom/arrays` go on at once. Of other iterables, generators among them, the batches
 * before are made again and passed over, and compared with those of the first run by a checksum; a source that gives others is refused.
 *
 * @throws TypeError or RangeError for an option that is missing, does not exist or is out of its range; BackupError during `fit` when
 * the backup is of a run with another model, other data, options or another version, with what differs, or when no
 * generation is whole; the error of the store when a backup cannot be written and there is no `onError`
 *
 * **Source**: `keras.callbacks.BackupAndRestore`, which restores weights and optimizer, not what happened within the epoch, to the data
 * or to other callbacks.
 *
 * @example
 * ```ts
 * await fit(model, data, { ...options, callbacks: [backup({ store: backupFolder('out/backup') })] });
 * ```
 */
export function backup(options: BackupOptions): Callback {
  return new RunBackup(resolveOptions('backup', options, RULES));
}

function checkStore(owner: string, option: string, value: unknown): void {
  const methods = ['read', 'write', 'remove'] as const;
  const store = value as Partial<BackupStore> | null | undefined;
  if (methods.every((method) => typeof store?.[method] === 'function')) return;
  throw new TypeError(
    `${owner}: ${option} must have ${methods.join(', ')}, got ${formatValue(value)}. backupFolder(path) of @seqloom/train/node makes one.`,
  );
}
