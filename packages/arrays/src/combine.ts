import { checkCount } from '@seqloom/options';

/** Anything that can be iterated again, synchronously or not. */
type Source<T> = Iterable<T> | AsyncIterable<T>;

function isAsync<T>(source: Source<T>): source is AsyncIterable<T> {
  return Symbol.asyncIterator in source;
}

/** A source whose passes have numbers, such as that of `batches`. */
interface NumberedSource<T> extends Iterable<T> {
  /** Items a pass. */
  readonly length: number;
  epoch(number: number): Iterable<T>;
}

/**
 * A source made of another one, pass by pass. Numbered passes stay numbered, so that a run of `fit` that goes on finds
 * the batches of its epoch.
 *
 * @param length items a pass of the result, where the source has so many
 */
function passByPass<T, U>(
  source: Iterable<T>,
  pass: (items: Iterable<T>) => Iterator<U>,
  length: (items: number) => number,
): Iterable<U> {
  const made = (items: Iterable<T>): Iterable<U> => ({ [Symbol.iterator]: () => pass(items) });
  if (!isNumbered(source)) return made(source);
  return Object.assign(made(source), {
    length: length(source.length),
    epoch: (number: number) => made(source.epoch(number)),
  });
}

function isNumbered<T>(source: Iterable<T>): source is NumberedSource<T> {
  const { epoch, length } = source as Partial<NumberedSource<T>>;
  return typeof epoch === 'function' && typeof length === 'number';
}

/**
 * Applies a function to each item (batch) of a source, when it is asked for. The result can be iterated as
 * often as the source, and is asynchronous when the source is. The epochs of `batches` keep their numbers.
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
  return passByPass(
    source,
    function* (items) {
      for (const item of items) yield transform(item);
    },
    (length) => length,
  );
}

/**
 * The first `count` items (batches) of a source, or all when there are fewer. Nothing beyond them is made.
 * The epochs of `batches` keep their numbers.
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
  return passByPass(
    source,
    function* (items) {
      if (count === 0) return;
      let taken = 0;
      for (const item of items) {
        yield item;
        if (++taken === count) return;
      }
    },
    (length) => Math.min(length, count),
  );
}
