import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32c } from '@seqloom/archives';
import { makeFolder } from '@seqloom/archives/node';
import { joinBytes } from '@seqloom/archives/streams';
import { namingFile } from '../naming-file.ts';

/**
 * One record of a TFRecord file: length and bytes, each followed by its masked CRC-32C.
 *
 * **Source**: `record_writer.h` of TensorFlow.
 */
export function record(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(bytes.length), true);
  return joinBytes([length, maskedCheck(length), bytes, maskedCheck(bytes)]);
}

/** CRC-32C, rotated and moved, because a CRC over bytes that hold their own CRC says little. */
function maskedCheck(bytes: Uint8Array): Uint8Array {
  const crc = crc32c(bytes);
  const result = new Uint8Array(4);
  new DataView(result.buffer).setUint32(0, ((crc >>> 15) | (crc << 17)) + 0xa282ead8, true);
  return result;
}

/** A file of records that grows. */
export class RecordFile {
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Makes a file, with the folders on its way.
   *
   * @throws Error that names the file when it exists or cannot be written
   */
  static async create(path: string): Promise<RecordFile> {
    try {
      await makeFolder(dirname(path));
      return new RecordFile(path, await open(path, 'wx'));
    } catch (cause) {
      throw namingFile(path, 'cannot be written', cause);
    }
  }

  /** Appends records in one write. */
  async append(records: readonly Uint8Array[]): Promise<void> {
    try {
      await this.#file.appendFile(joinBytes(records.map(record)));
    } catch (cause) {
      throw namingFile(this.#path, 'cannot be written', cause);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
