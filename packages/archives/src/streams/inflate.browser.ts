import { joinBytes } from './join-bytes.ts';
import { streamChunks } from './stream-chunks.ts';

/** Unpacks a stream with the browser's DecompressionStream. */
export function inflate(
  source: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
): AsyncIterable<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>); // no chunk is shared memory
    },
    async cancel() {
      await chunks.return?.();
    },
  });
  return streamChunks(packed.pipeThrough(new DecompressionStream(format)));
}

/** Unpacks a few bytes at once. */
export async function inflateWhole(packed: Uint8Array, most: number): Promise<Uint8Array> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield packed;
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of inflate(source(), 'deflate-raw')) {
    length += part.length;
    if (length > most) throw new RangeError(`more than ${most} bytes`);
    parts.push(part);
  }
  return joinBytes(parts);
}
