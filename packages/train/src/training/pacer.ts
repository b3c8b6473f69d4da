/** How long work may hold the thread, in ms: one frame in a page; in Node longer, so that waiting costs little. */
const HOLD_MS: number = typeof globalThis.document === 'undefined' ? 100 : 16;

/**
 * Lets the event loop run from time to time, so that clicks, timers, SIGINT and aborts arrive while a model trains.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  readonly #holdMs: number;
  #since: number = performance.now();

  constructor(signal: AbortSignal | undefined, holdMs: number = HOLD_MS) {
    this.#signal = signal;
    this.#holdMs = holdMs;
  }

  /** @throws the reason of the signal once it is aborted */
  async pace(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#since < this.#holdMs) return;
    await turn();
    this.#since = performance.now();
    this.#signal?.throwIfAborted();
  }
}

/** One turn of the event loop. Not `setTimeout`, which pages delay by 4 ms and background tabs by a second. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
