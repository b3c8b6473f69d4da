/** The chunks of a web stream. (Not every browser can iterate over a stream itself.) */
export async function* streamChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Ends the source when the caller stops early; on a stream that has failed or ended it does nothing.
    await reader.cancel().catch(() => {});
  }
}
