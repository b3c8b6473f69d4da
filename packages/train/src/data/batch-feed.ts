import type { ModelBatch } from './parts.ts';

/** The batches of one pass over the data. With a shuffle, the number of the pass decides their order. */
export type Passes = (pass: number) => Iterable<ModelBatch> | AsyncIterable<ModelBatch>;

/** A place in the data: a pass, and the number of its batches before the place. */
export interface Place {
  readonly pass: number;
  readonly batch: number;
}

/**
 * Gives batches epoch by epoch. An asynchronous source is asked for the next batch of an epoch before the present one is
 * given, so that it prepares it (reads it, has a worker make it) while the step runs. Without `steps` an epoch is one pass. With `steps` an epoch has that many batches: each epoch
 * continues where the last one stopped and begins a new pass when the data end, so that endless sources work.
 */
export class BatchFeed {
  readonly #owner: string;
  readonly passes: Passes;
  readonly #steps: number | undefined;
  readonly #signal: AbortSignal | undefined;
  #source: object | undefined;
  #open: AsyncIterator<ModelBatch> | Iterator<ModelBatch> | undefined;
  /** The batch that an asynchronous source prepares during the step before it. */
  #ahead: Promise<IteratorResult<ModelBatch>> | undefined;
  #asynchronous = false;
  /** Batches of the open pass that were given or skipped. */
  #given = 0;
  #pass: number;
  /** Batches to skip in the next pass. */
  #skip: number;

  /**
   * @param owner named in messages, for instance `fit`
   * @param signal ends the wait for a batch, too
   */
  constructor(
    owner: string,
    passes: Passes,
    steps?: number,
    start: Place = { pass: 0, batch: 0 },
    signal?: AbortSignal,
  ) {
    this.#owner = owner;
    this.#signal = signal;
    this.passes = passes;
    this.#steps = steps;
    this.#pass = start.pass;
    this.#skip = start.batch;
  }

  /** The number of the pass that begins next. */
  get nextPass(): number {
    return this.#pass;
  }

  /** Where the next batch comes from. */
  get place(): Place {
    return this.#open
      ? { pass: this.#pass - 1, batch: this.#given }
      : { pass: this.#pass, batch: this.#skip };
  }

  /**
   * Goes to a place in the data. Batches on the way are skipped, from the beginning of the pass of the place on.
   *
   * @param skip called with each batch that is skipped
   * @throws RangeError when the data end before the place
   */
  async seek({ pass, batch }: Place, skip: (batch: ModelBatch) => void): Promise<void> {
    this.#pass = pass;
    this.#skip = 0;
    if (batch === 0) return;
    const open = this.#openPass();
    for (; this.#given < batch; this.#given++) {
      const next = await open.next();
      if (next.done) {
        throw new RangeError(`${this.#owner}: the data end after ${this.#given} batches, expected ${batch}.`);
      }
      skip(next.value);
    }
  }

  /**
   * @param most how many batches the caller takes; a source is not asked for more ahead
   * @param done batches of the epoch that were given by an earlier process
   * @throws RangeError when the source gives no batch
   */
  async *epoch(most: number | undefined = this.#steps, done = 0): AsyncGenerator<ModelBatch> {
    for (let given = done; given !== this.#steps; given++) {
      let next = await this.#unlessAborted(this.#next());
      if (next?.done && this.#steps === undefined) break;
      if (!next || next.done) next = await this.#beginPass();
      if (given + 1 !== most) this.#prepareNext();
      this.#given++;
      yield next.value;
    }
    if (this.#steps === undefined) this.#open = undefined;
  }

  /** Lets the source release its resources, such as an open file. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#ahead = undefined; // what it holds, also an error, was never asked for by a step
    await open?.return?.();
  }

  #next(): Promise<IteratorResult<ModelBatch>> | IteratorResult<ModelBatch> | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead ?? this.#open?.next();
  }

  /** Asks an asynchronous source for the next batch. One that is not could only make it now, in the way of the step. */
  #prepareNext(): void {
    const open = this.#open;
    if (!this.#asynchronous || !open) return;
    this.#ahead = (async () => open.next())(); // async: also an error thrown at once waits for its step
    this.#ahead.catch(() => {}); // the step that needs the batch throws the error
  }

  /** The first batch of the next pass, after the batches to skip. */
  async #beginPass(): Promise<IteratorYieldResult<ModelBatch>> {
    const open = this.#openPass();
    let next = await this.#unlessAborted(open.next());
    for (; this.#given < this.#skip && !next.done; this.#given++) {
      next = await this.#unlessAborted(open.next());
    }
    this.#skip = 0;
    if (next.done) throw new RangeError(`${this.#owner}: ${whyNothing(this.#source, open)}`);
    return next;
  }

  /** A source that waits for something may never answer: an abort gives it up. */
  async #unlessAborted<T>(answer: Promise<T> | T): Promise<T> {
    const signal = this.#signal;
    if (!signal || !(answer instanceof Promise)) return answer;
    let stop: () => void;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
    });
    signal.addEventListener('abort', stop!);
    try {
      return await Promise.race([answer, aborted]);
    } catch (error) {
      if (signal.aborted) {
        const open = this.#open;
        this.#open = undefined;
        this.#ahead = undefined;
        // A generator that waits would return only after it has given what it waits for.
        Promise.resolve(open?.return?.()).catch(() => {});
      }
      throw error;
    } finally {
      signal.removeEventListener('abort', stop!);
    }
  }

  #openPass(): AsyncIterator<ModelBatch> | Iterator<ModelBatch> {
    const source = this.passes(this.#pass++);
    this.#source = source;
    this.#asynchronous = Symbol.asyncIterator in source;
    this.#given = 0;
    this.#open = iterate(source);
    return this.#open;
  }
}

function iterate(
  source: Iterable<ModelBatch> | AsyncIterable<ModelBatch>,
): AsyncIterator<ModelBatch> | Iterator<ModelBatch> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

function whyNothing(source: object | undefined, iterator: object): string {
  // A generator is its own iterator: once it has ended, it cannot begin again.
  return source === iterator
    ? 'the data can be iterated only once and have ended. Give an array, or an object whose [Symbol.iterator] starts over ' +
        'each time; a generator serves one epoch, or all of them if it never ends and stepsPerEpoch is given.'
    : 'the data gave no batch. Give at least one sample.';
}
