import { pipeline, Readable } from 'node:stream';
import { createGunzip, createInflateRaw, inflateRawSync } from 'node:zlib';

/** Each chunk costs a round trip to the thread that unpacks: 16 KB, Node's default, take twice as long. */
const CHUNK_BYTES = 1 << 17;

/**
 * Unpacks a stream with Node's zlib. Not with its DecompressionStream, whose queues count chunks where they mean
 * bytes, so that a slow reader finds the whole file unpacked in memory.
 */
export function inflate(
  source: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
): AsyncIterable<Uint8Array> {
  const options = { chunkSize: CHUNK_BYTES };
  const unpacked = format === 'gzip' ? createGunzip(options) : createInflateRaw(options);
  // The callback has nothing to do: an error of either stream also ends the iteration over the result.
  return pipeline(Readable.from(source, { objectMode: true, highWaterMark: 1 }), unpacked, () => {});
}

/** Unpacks a few bytes at once: a stream for each of many small pieces takes fifty times as long. */
export async function inflateWhole(packed: Uint8Array, most: number): Promise<Uint8Array> {
  const { buffer, byteOffset, length } = inflateRawSync(packed, { maxOutputLength: most });
  return new Uint8Array(buffer, byteOffset, length); // not a Buffer, whose `slice` does not copy
}
