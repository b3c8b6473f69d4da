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
