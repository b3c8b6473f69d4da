import type { Batch, BatchSource, NdArray } from './batch.ts';
import {
  type BatchAnswer,
  type BatchRequest,
  MARK,
  type MessagePortLike,
  onFailure,
  onMessages,
} from './worker-messages.ts';

/** Batches that are asked for before they are needed: one is made while another is on its way. */
const AHEAD = 2;

/**
 * Batches that another thread makes, while this one trains. There {@link serveBatches} has the source; each iteration here is one of
 * the source there. Two batches are made ahead. `fit` and `evaluate` take it like any source.
 *
 * @param worker a `Worker` of a page or of `node:worker_threads`, or a port to one; the caller ends it
 * @example
 * const worker = new Worker(new URL('./reviews-worker.js', import.meta.url));
 * await fit(model, workerBatches(worker), { epochs: 3, loss: 'binaryCrossentropy' });
 * await worker.terminate();
 */
export function workerBatches(worker: MessagePortLike): AsyncIterable<Batch> {
  /** By iteration: what takes the answers in their order. */
  const waiting = new Map<number, PromiseWithResolvers[]>();
  let passes = 0;
  let failure: { readonly error: unknown } | undefined;
  onMessages<BatchAnswer>(worker, ({ pass, batch, error }) => {
    const taker = waiting.get(pass)?.shift();
    if (error !== undefined) taker?.reject(error);
    else
      taker?.resolve(
        batch === undefined ? { done: true, value: undefined } : { done: false, value: batch as Batch },
      );
  });
  onFailure(worker, (error) => {
    failure ??= {
      error: new Error('workerBatches: the worker that makes the batches has failed.', { cause: error }),
    };
    for (const takers of waiting.values()) for (const { reject } of takers.splice(0)) reject(failure.error);
  });

  return {
    [Symbol.asyncIterator]() {
      const pass = passes++;
      const takers: PromiseWithResolvers[] = [];
      const answers: Promise<IteratorResult<Batch>>[] = [];
      waiting.set(pass, takers);
      const send = (ask: BatchRequest['ask']) =>
        worker.postMessage({ mark: MARK, pass, ask } satisfies BatchRequest);
      const ask = () => {
        const answer = new Promise<IteratorResult<Batch>>((resolve, reject) => {
          if (failure) reject(failure.error);
          else takers.push({ resolve, reject });
        });
        answer.catch(() => {}); // whoever takes it sees the error
        answers.push(answer);
        if (!failure) send('next');
      };
      const end = (): IteratorResult<Batch> => {
        if (waiting.delete(pass) && !failure) send('end');
        return { done: true, value: undefined };
      };
      for (let i = 0; i < AHEAD; i++) ask();
      return {
        async next() {
          if (!waiting.has(pass)) return { done: true, value: undefined };
          ask();
          try {
            const result = await answers.shift()!;
            return result.done ? end() : result;
          } catch (error) {
            end();
            throw error;
          }
        },
        return: async () => end(),
      };
    },
  };
}

interface PromiseWithResolvers {
  readonly resolve: (result: IteratorResult<Batch>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gives the batches of a source to {@link workerBatches} in the thread that started this one.
 *
 * @param port `parentPort` of `node:worker_threads`, `self` in a worker of a page, or a port
 * @example
 * serveBatches(parentPort, batches({ inputs: texts, targets }, { transform: (rows) => vectorizer.vectorize(rows) }));
 */
export function serveBatches(port: MessagePortLike, source: BatchSource): void {
  const iterators = new Map<number, AsyncIterator<Batch> | Iterator<Batch>>();
  /** Requests are answered one after the other. */
  let queue = Promise.resolve();
  onMessages<BatchRequest>(port, ({ pass, ask }) => {
    queue = queue.then(() => (ask === 'next' ? answer(pass) : end(pass)));
  });

  async function answer(pass: number): Promise<void> {
    try {
      const iterator = iterators.get(pass) ?? iterate(source);
      iterators.set(pass, iterator);
      const { done, value } = await iterator.next();
      post({ mark: MARK, pass, ...(!done && { batch: ownArrays(value) }) });
    } catch (error) {
      post({ mark: MARK, pass, error });
    }
  }

  async function end(pass: number): Promise<void> {
    const iterator = iterators.get(pass);
    iterators.delete(pass);
    try {
      await iterator?.return?.();
    } catch {
      // An iteration that was ended early has no reader for this message.
    }
  }

  function post(message: BatchAnswer): void {
    try {
      port.postMessage(message);
    } catch (error) {
      // An error may hold what cannot be sent.
      port.postMessage({ ...message, batch: undefined, error: new Error(String(message.error ?? error)) });
    }
  }
}

function iterate(source: BatchSource): AsyncIterator<Batch> | Iterator<Batch> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/** A batch whose arrays have buffers of their own: a message copies whole buffers. */
function ownArrays({ inputs, targets, sampleWeights }: Batch): Batch {
  const own = (array: NdArray): NdArray =>
    array.data.byteLength === array.data.buffer.byteLength ? array : { ...array, data: array.data.slice() };
  return {
    inputs: 'shape' in inputs ? own(inputs) : inputs.map(own),
    targets: own(targets),
    ...(sampleWeights && { sampleWeights: own(sampleWeights) }),
  };
}
