/** The most characters a line may have; without an end a broken pipe would fill the memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Cuts bytes into lines, as many at a time as have come. An end of line at the very end begins no new one.
 *
 * @param tooLong the error for a line that is too long, from a clause that says so
 * @throws the signal's reason when it is aborted while waiting
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array | string>,
  signal: AbortSignal,
  tooLong: (problem: string) => Error,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  const chunks = input[Symbol.asyncIterator]();
  // The line that has begun, in pieces: joined once, so that a long line takes time in proportion to its length.
  let begun: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await unlessAborted(chunks.next(), signal);
      if (done) break;
      const piece = typeof value === 'string' ? value : decoder.decode(value, { stream: true });
      begun.push(piece);
      length += piece.length;
      if (piece.includes('\n')) {
        const lines = begun.join('').split(/\r?\n/);
        const rest = lines.pop()!;
        [begun, length] = [[rest], rest.length];
        yield lines;
      }
      if (length > LONGEST_LINE) {
        throw tooLong(
          `has a line of more than ${LONGEST_LINE} characters. Write each text in a line of its own.`,
        );
      }
    }
  } finally {
    // not awaited: an input that waits for a person does not end by being asked to
    void chunks.return?.()?.catch(() => {});
  }
  const rest = begun.join('') + decoder.decode();
  if (rest !== '') yield [rest];
}

/**
 * What a promise gives, or the signal's reason when it is aborted before. Not `Promise.race` with one promise of the signal: that would
 * keep all answers for as long as the signal lives.
 */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
