/** Milliseconds of work between two returns to the event loop. */
const INTERVAL_MS = 50;

/** Returns from a long computation to the event loop at intervals, and ends it when its signal is aborted. */
export class Breather {
  readonly #signal: AbortSignal | undefined;
  #last: number = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** Whether it is time for `breathe`. Cheap enough to call every few microseconds. */
  get due(): boolean {
    return performance.now() - this.#last > INTERVAL_MS;
  }

  /** @throws the signal's reason when it has been aborted */
  async breathe(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#signal?.throwIfAborted();
    this.#last = performance.now();
  }
}
