/** How long work may hold the thread, in ms. */
const HOLD_MS = 100;

/**
 * Gives items one after the other, and in between lets the event loop run from time to time, so that Ctrl-C and aborts arrive during
 * work on many of them.
 *
 * @throws the reason of the signal once it is aborted
 */
export async function* pausing<T>(items: Iterable<T>, signal?: AbortSignal): AsyncGenerator<T> {
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > HOLD_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
      signal?.throwIfAborted();
    }
    yield item;
  }
}
