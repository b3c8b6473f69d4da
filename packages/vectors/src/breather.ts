/** Milliseconds of work between two chances for timers, input and abort signals. */
const INTERVAL_MS = 50;

/** Lets a long computation give way to the event loop now and then, and end when it is asked to. */
export class Breather {
  readonly #signal: AbortSignal | undefined;
  #last: number = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** Whether it is time for `breathe`. Cheap enough for every few microseconds of work. */
  get due(): boolean {
    return performance.now() - this.#last > INTERVAL_MS;
  }

  /** @throws the signal's reason when it was aborted meanwhile */
  async breathe(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#signal?.throwIfAborted();
    this.#last = performance.now();
  }
}
