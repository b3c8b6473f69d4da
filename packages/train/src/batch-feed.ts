import type { Batch } from '@seqloom/datasets';

/** Batches for one pass over the data; the number of the pass decides the order where there is a shuffle. */
export type Passes = (pass: number) => Iterable<Batch> | AsyncIterable<Batch>;

/**
 * Hands out batches epoch by epoch. Without `steps` an epoch is one pass. With it, an epoch is so many batches: the next
 * one goes on where the last one stopped and begins a new pass when the data end, so that endless sources work.
 */
export class BatchFeed {
  readonly #owner: string;
  readonly #passes: Passes;
  readonly #steps: number | undefined;
  #open: AsyncIterator<Batch> | Iterator<Batch> | undefined;
  #pass: number;

  /** @param owner whom messages name, for instance `fit` */
  constructor(owner: string, passes: Passes, steps: number | undefined, firstPass: number) {
    this.#owner = owner;
    this.#passes = passes;
    this.#steps = steps;
    this.#pass = firstPass;
  }

  /** @throws RangeError when the source gives no batch at all */
  async *epoch(): AsyncGenerator<Batch> {
    for (let given = 0; given !== this.#steps; given++) {
      let next = await this.#open?.next();
      if (next?.done && this.#steps === undefined) break;
      if (!next || next.done) {
        const source = this.#passes(this.#pass++);
        this.#open = iterate(source);
        next = await this.#open.next();
        if (next.done) throw new RangeError(`${this.#owner}: ${whyNothing(source, this.#open)}`);
      }
      yield next.value;
    }
    if (this.#steps === undefined) this.#open = undefined;
  }

  /** Lets the source release what it holds, such as an open file. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.return?.();
  }
}

function iterate(source: Iterable<Batch> | AsyncIterable<Batch>): AsyncIterator<Batch> | Iterator<Batch> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

function whyNothing(source: object, iterator: object): string {
  // A generator iterates over itself: once it has ended, it stays at its end.
  return source === iterator
    ? 'the data can be iterated only once and have ended. Give an array, or an object whose [Symbol.iterator] begins anew ' +
        'each time; a generator serves one epoch, or all of them if it never ends and stepsPerEpoch is given.'
    : 'the data gave no batch. Give at least one sample.';
}
