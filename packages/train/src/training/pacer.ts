import { formatValue } from '@seqloom/options';

/** How long work may hold the thread, in ms: a frame in a page; in Node long enough to cost nothing. */
const HOLD_MS: number = typeof globalThis.document === 'undefined' ? 100 : 16;

/**
 * Gives the event loop a turn now and then, so that clicks, timers, SIGINT and an abort arrive while a model trains.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  readonly #holdMs: number;
  #since: number = performance.now();

  /** @throws TypeError for a signal that is none */
  constructor(owner: string, signal: AbortSignal | undefined, holdMs: number = HOLD_MS) {
    if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') {
      throw new TypeError(`${owner}: signal must be an AbortSignal, got ${formatValue(signal)}.`);
    }
    this.#signal = signal;
    this.#holdMs = holdMs;
  }

  /** @throws the signal's reason once it is aborted */
  async pace(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#since < this.#holdMs) return;
    await turn();
    this.#since = performance.now();
    this.#signal?.throwIfAborted();
  }
}

/** One turn of the event loop. Not `setTimeout`, which pages hold back for 4 ms, and background tabs for a second. */
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
