import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';

/** A file in a tar archive, while it passes by. */
export interface TarFile {
  readonly path: string;
  /** Its bytes, as the archive says. */
  readonly size: number;
  /** Reads it. What is not read is passed over. */
  read(): Promise<Uint8Array>;
}

/**
 * The files of a tar archive, as they come: nothing else is kept. Folders and links are passed over.
 *
 * @throws Error of the decoder when the archive is damaged or cut off
 */
export async function* tarFiles(tar: ReadableStream<Uint8Array>): AsyncGenerator<TarFile, void> {
  // a reader and no `for await`: not every browser can iterate over a stream
  const entries = tar.pipeThrough(createTarDecoder({ strict: true })).getReader();
  try {
    for (;;) {
      const { done, value: entry } = await entries.read();
      if (done) return;
      let isRead = false;
      const { name, size, type } = entry.header;
      const read = (): Promise<Uint8Array> => {
        isRead = true;
        return readBody(entry);
      };
      if (type === 'file') yield { path: name, size, read };
      if (!isRead) await skipBody(entry);
    }
  } finally {
    await entries.cancel().catch(() => {}); // closes the source; it may be what failed
  }
}

async function readBody({ header, body }: ParsedTarEntry): Promise<Uint8Array> {
  const bytes = new Uint8Array(header.size);
  const reader = body.getReader();
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, filled);
    bytes.set(value, filled);
    filled += value.length;
  }
}

/** Reads past an entry. Not `body.cancel()`: modern-tar 0.8 then lets go of the entry it is reading ahead as well. */
async function skipBody({ body }: ParsedTarEntry): Promise<void> {
  const reader = body.getReader();
  while (!(await reader.read()).done);
}
