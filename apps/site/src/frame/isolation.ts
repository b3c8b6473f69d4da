/** How many threads a training of this page may use, and why. */
export interface Isolation {
  readonly isolated: boolean;
  readonly threads: number;
  /** One sentence. */
  readonly reason: string;
}

/** The machine's threads where the page is cross-origin isolated, one otherwise. */
export function isolation(): Isolation {
  const cores = navigator.hardwareConcurrency || 1;
  if (globalThis.crossOriginIsolated) {
    const threads = cores === 1 ? '1 thread' : `up to ${cores} threads`;
    return { isolated: true, threads: cores, reason: `Trains on ${threads} of this machine.` };
  }
  const reason =
    navigator.serviceWorker?.controller == null && 'serviceWorker' in navigator && isSecureContext
      ? 'Trains on one thread: this is the first visit. From the next page on, all threads can be used.'
      : 'Trains on one thread: this host or browser does not isolate the page, so threads cannot share memory.';
  return { isolated: false, threads: 1, reason };
}
