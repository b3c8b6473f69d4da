/** The bytes of a file as they come: a page's `file.stream()`, a stream of Node, or pieces in memory. */
export type ByteChunks = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The pieces of a source of bytes, one after the other. Not every browser can iterate over a stream. */
export async function* piecesOf(chunks: ByteChunks): AsyncIterable<Uint8Array> {
  if (!('getReader' in chunks)) {
    yield* chunks;
    return;
  }
  const reader = chunks.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
