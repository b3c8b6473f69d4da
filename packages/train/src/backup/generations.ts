import type { Network } from '../model/network.ts';
import { BackupError } from './backup-error.ts';
import { type Backup, decodeBackup, encodeBackup } from './backup-file.ts';
import type { BackupStore } from './backup-store.ts';

/** The entries of a store. A new backup takes the place of the older one, so that the newer one is there while it is written. */
const BACKUP_ENTRIES: readonly [string, string] = ['backup-0.safetensors', 'backup-1.safetensors'];

/** A backup that was read. */
export interface StoredBackup extends Backup {
  /** What messages call it. */
  readonly place: string;
  /** Why the other one could not be used, if it is damaged. */
  readonly damage: string | undefined;
}

/** The two backups of a run in a store. */
export class Generations {
  readonly #store: BackupStore;
  /** The number of the newest backup. */
  #newest = 0;
  /** The entry that the next backup is written to. */
  #next = 0;

  constructor(store: BackupStore) {
    this.#store = store;
  }

  /**
   * The newest backup that is whole; undefined where there is none.
   *
   * @throws BackupError when none of those there is whole or one is of another format; the error of the store when it cannot be read
   */
  async read(): Promise<StoredBackup | undefined> {
    const damaged: { readonly place: string; readonly error: Error }[] = [];
    let found: { readonly backup: Backup; readonly place: string; readonly entry: number } | undefined;
    for (const [entry, name] of BACKUP_ENTRIES.entries()) {
      const bytes = await this.#store.read(name);
      if (!bytes) continue;
      const place = this.#store.locate?.(name) ?? name;
      try {
        const backup = decodeBackup(bytes, place);
        if (!found || backup.number > found.backup.number) found = { backup, place, entry };
      } catch (error) {
        if (error instanceof BackupError) throw error;
        damaged.push({ place, error: error as Error });
      }
    }
    const reasons = damaged.map(({ place, error }) => `${place} is damaged (${error.message})`);
    if (!found) {
      if (reasons.length === 0) return undefined;
      throw new BackupError(`${reasons.join('; ')}. Remove it to begin from the start.`, [], {
        cause: damaged[0]!.error,
      });
    }
    this.#newest = found.backup.number;
    this.#next = 1 - found.entry;
    return { ...found.backup, place: found.place, damage: reasons[0] };
  }

  /** Writes a backup over the older one. When that fails, both are as they were. */
  async write(backup: Omit<Backup, 'number'>, model: Network): Promise<void> {
    const number = this.#newest + 1;
    await this.#store.write(BACKUP_ENTRIES[this.#next]!, encodeBackup({ ...backup, number }, model));
    this.#newest = number;
    this.#next = 1 - this.#next;
  }
}

/** Whether a store holds a backup, whole or damaged. */
export async function hasBackup(store: BackupStore): Promise<boolean> {
  for (const name of BACKUP_ENTRIES) if (await store.read(name)) return true;
  return false;
}

/** Removes the backup that a store holds, if there is one: both generations. */
export async function removeBackup(store: BackupStore): Promise<void> {
  for (const name of BACKUP_ENTRIES) await store.remove(name);
}
