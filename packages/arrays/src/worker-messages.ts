/** What {@link workerBatches} and {@link serveBatches} have in common of the ways to talk to another thread. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  /** Node's: workers, ports of `worker_threads`. */
  on?(type: string, listener: (value: unknown) => void): unknown;
  /** A page's: workers, ports, the global scope of a worker. */
  addEventListener?(type: string, listener: (event: unknown) => void): unknown;
}

/** Marks our messages, so that others may share the port. */
export const MARK = '@seqloom/arrays: batches';

/** What is asked of the thread that makes batches. */
export interface BatchRequest {
  readonly mark: typeof MARK;
  /** Which iteration. */
  readonly pass: number;
  /** Asks for one more batch, or for the end of the iteration. */
  readonly ask: 'next' | 'end';
}

/** The answer to one request for a batch. */
export interface BatchAnswer {
  readonly mark: typeof MARK;
  readonly pass: number;
  /** Absent at the end of the source. */
  readonly batch?: unknown;
  readonly error?: unknown;
}

/** Calls back with the data of every message of ours that comes in. */
export function onMessages<M>(port: MessagePortLike, listener: (message: M) => void): void {
  const take = (data: unknown): void => {
    if ((data as { mark?: unknown } | null)?.mark === MARK) listener(data as M);
  };
  if (port.on) port.on('message', take);
  else port.addEventListener?.('message', (event) => take((event as { data: unknown }).data));
}

/** Calls back when the other thread has failed or ended. */
export function onFailure(port: MessagePortLike, listener: (error: unknown) => void): void {
  if (port.on) {
    port.on('error', listener);
    port.on('exit', (code) => listener(new Error(`the worker has ended with code ${String(code)}`)));
    port.on('close', () => listener(new Error('the port to the worker has been closed')));
  } else {
    port.addEventListener?.('error', (event) =>
      listener(new Error(String((event as { message?: unknown }).message))),
    );
  }
}
