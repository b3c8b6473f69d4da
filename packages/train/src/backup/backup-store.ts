/**
 * Where a backup is kept: a few entries of bytes by name. `backupFolder` of `@seqloom/train/node` is one in a folder; a page may
 * keep them in its database.
 */
export interface BackupStore {
  /** The bytes of an entry; undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Replaces an entry as a whole. Even after a crash the entry is the old one or the new one. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Removes an entry, if there is one. */
  remove(name: string): Promise<void>;
  /** What messages call an entry, for instance its path. Default: its name. */
  locate?(name: string): string;
}
