import type { BackupStore } from '../src/index.ts';

/** A store for tests, which remembers in a map, and counts what is written. */
export class MemoryStore implements BackupStore {
  readonly entries: Map<string, Uint8Array> = new Map();
  writes = 0;

  async read(name: string): Promise<Uint8Array | undefined> {
    return this.entries.get(name)?.slice();
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.writes++;
    this.entries.set(name, bytes.slice());
  }

  async remove(name: string): Promise<void> {
    this.entries.delete(name);
  }
}
