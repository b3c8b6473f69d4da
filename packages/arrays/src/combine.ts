import { checkCount } from '@seqloom/options';

/** Anything that can be iterated again, synchronously or not. */
type Source<T> = Iterable<T> | AsyncIterable<T>;

function isAsync<T>(source: Source<T>): source is AsyncIterable<T> {
  return Symbol.asyncIterator in source;
}

/**
 * Applies a function to each item (batch) of a source, when it is asked for. The result can be iterated as
 * often as the source, and is asynchronous when the source is.
 *
 * @example
 * map(source, (batch) => ({ ...batch, inputs: scale(batch.inputs) }));
 */
export function map<T, U>(source: Iterable<T>, transform: (item: T) => U): Iterable<U>;
export function map<T, U>(source: AsyncIterable<T>, transform: (item: T) => U): AsyncIterable<U>;
export function map<T, U>(source: Source<T>, transform: (item: T) => U): Source<U> {
  if (isAsync(source)) {
    return {
      async *[Symbol.asyncIterator]() {
        for await (const item of source) yield transform(item);
      },
    };
  }
  return {
    *[Symbol.iterator]() {
      for (const item of source) yield transform(item);
    },
  };
}

/**
 * The first `count` items (batches) of a source, or all when there are fewer. Nothing beyond them is made.
 *
 * @throws RangeError when `count` is negative or not an integer.
 * @example
 * take(source, 500); // an epoch of at most 500 steps
 */
export function take<T>(source: Iterable<T>, count: number): Iterable<T>;
export function take<T>(source: AsyncIterable<T>, count: number): AsyncIterable<T>;
export function take<T>(source: Source<T>, count: number): Source<T> {
  checkCount('take', 'count', count);
  if (isAsync(source)) {
    return {
      async *[Symbol.asyncIterator]() {
        if (count === 0) return;
        let taken = 0;
        for await (const item of source) {
          yield item;
          if (++taken === count) return;
        }
      },
    };
  }
  return {
    *[Symbol.iterator]() {
      if (count === 0) return;
      let taken = 0;
      for (const item of source) {
        yield item;
        if (++taken === count) return;
      }
    },
  };
}
