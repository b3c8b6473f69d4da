/** The backend in use has lost the numbers of its tensors, as a GPU does that is taken away. `reason` is the backend's own. */
export class BackendFailedError extends Error {
  /** The name of the backend. */
  readonly backend: string;
  readonly reason: string;

  constructor(backend: string, reason: string) {
    super(
      `backend '${backend}' has failed: ${reason}. The numbers of its tensors are lost, those of models too. Await ` +
        'selectBackend() again, with prefer for another backend, and go on from a saved model.',
    );
    this.name = 'BackendFailedError';
    this.backend = backend;
    this.reason = reason;
  }
}

/** What becomes of one start of a backend: nothing, or a failure, which everybody who waits for a number is told. */
export class BackendHealth {
  readonly #backend: string;
  readonly #waiting = new Set<(error: BackendFailedError) => void>();
  /** Why it cannot go on, once it cannot. */
  reason: string | undefined;

  /** @param backend its name */
  constructor(backend: string) {
    this.#backend = backend;
  }

  /** Notes the first failure, and ends what waits for a number. */
  fail(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    for (const reject of this.#waiting) reject(this.#error(reason));
    this.#waiting.clear();
  }

  /** @throws BackendFailedError once it has failed */
  check(): void {
    if (this.reason !== undefined) throw this.#error(this.reason);
  }

  /** The result of `work`, or the failure if that comes first; then the result would be no number of the tensor's. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    let waiting: ((error: BackendFailedError) => void) | undefined;
    const failed = new Promise<never>((_, reject) => {
      waiting = reject;
      this.#waiting.add(reject);
    });
    try {
      return await Promise.race([work(), failed]);
    } finally {
      this.#waiting.delete(waiting!);
      this.check();
    }
  }

  #error(reason: string): BackendFailedError {
    return new BackendFailedError(this.#backend, reason);
  }
}
