import { hostname } from 'node:os';
import { join } from 'node:path';
import { versionEvent } from './events.ts';
import { RecordFile } from './record-file.ts';

/** Files made by this process, so that two of one second have different names. */
let made = 0;

/** The event files of a run, one for each folder within `folder`; each is made with its first events. */
export class EventFiles {
  readonly #folder: string;
  readonly #files = new Map<string, RecordFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the file of a folder, if it is not open, and appends events. */
  async write(part: string, events: readonly Uint8Array[]): Promise<void> {
    let file = this.#files.get(part);
    if (!file) {
      const seconds = Math.floor(Date.now() / 1000);
      const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${made++}.v2`;
      file = await RecordFile.create(join(this.#folder, part, name));
      this.#files.set(part, file);
      await file.append([versionEvent(Date.now() / 1000)]);
    }
    if (events.length > 0) await file.append(events);
  }

  async close(): Promise<void> {
    const open = [...this.#files.values()];
    this.#files.clear();
    for (const file of open) await file.close();
  }
}
