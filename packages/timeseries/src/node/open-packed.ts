import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { DatasetError, unpackedLimit } from '@seqloom/archives';
import { readZipMember } from '@seqloom/archives/node';

/** Large pieces: fewer turns of the event loop, fewer records across borders. */
const PIECE = 1 << 18;

/** How a file is packed. */
type Packing = 'zip' | 'gzip' | undefined;

/** A file that may be packed. */
export interface PackedFile {
  /** Upper bound on what a packed file may unpack to; undefined for one that is not packed. */
  readonly maxBytes: number | undefined;
  /** Opens its bytes, unpacked. */
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * Finds a `.csv` file, plain, `.gz`, or the only `.csv` of a `.zip`, told apart by their first bytes.
 *
 * @throws DatasetError when there is no such file, or it is a folder, a pipe or a device
 */
export async function findPacked(path: string): Promise<PackedFile> {
  const kind = await stat(path).catch((cause) => {
    throw new DatasetError(path, 'no such file. Give the path of a .csv, .csv.gz or .csv.zip file.', {
      cause,
    });
  });
  if (!kind.isFile()) {
    const problem = kind.isDirectory()
      ? 'this is a folder. Give the path of a .csv file in it.'
      : 'this is a pipe or a device. Write what it gives into a file first, or read it with readCsv.';
    throw new DatasetError(path, problem);
  }
  const packing = await packingOf(path);
  return {
    maxBytes: packing && unpackedLimit(kind.size),
    bytes: () => openBytes(path, packing),
  };
}

async function packingOf(path: string): Promise<Packing> {
  const file = await open(path, 'r');
  const head = Buffer.alloc(2);
  await file.read(head, 0, 2, 0).finally(() => file.close());
  if (head.toString('latin1') === 'PK') return 'zip';
  return head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : undefined;
}

function openBytes(path: string, packing: Packing): AsyncIterable<Uint8Array> {
  if (packing === 'zip') return readZipMember(path, '.csv');
  const bytes = createReadStream(path, { highWaterMark: PIECE });
  if (packing === undefined) return bytes;
  const gunzip = createGunzip({ chunkSize: PIECE });
  bytes.once('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
