import { inflate } from '#inflate';
import { ArchiveError } from '../archive-error.ts';

/**
 * Unpacks a stream with what the platform has built in.
 *
 * @throws ArchiveError when the data are damaged or cut off; errors of the source pass through
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
): AsyncGenerator<Uint8Array> {
  let sourceError: { readonly thrown: unknown } | undefined;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (thrown) {
      sourceError = { thrown };
      throw thrown;
    }
  }
  const unpacked = inflate(watched(), format)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await unpacked.next().catch((cause: unknown) => {
        if (sourceError) throw sourceError.thrown;
        const what = format === 'gzip' ? 'gzip' : 'zip';
        throw new ArchiveError(`the ${what} data are damaged or cut off.`, { cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    await unpacked.return?.();
  }
}
