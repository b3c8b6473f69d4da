import { firstNonFinite, isNdArray, type NdArray } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';
import { formatShape, type Shape, ShapeError, sameShape, sizeOf } from './shape.ts';

/**
 * Mean and variance of numbers for each place along some axes, over arrays that come one after another. Sums are float64, and
 * the variance is taken around the mean, so that a large mean does not cancel it.
 *
 * **Source**: Chan, Golub & LeVeque 1979, for joining two sets.
 */
export class MeanAndVariance {
  readonly #owner: string;
  readonly #axesOf: (shape: Shape) => readonly number[];
  #shape: readonly number[] | undefined;
  #mean: Float64Array = new Float64Array();
  /** Sum of squared differences from the mean. */
  #squares: Float64Array = new Float64Array();
  #count = 0;

  /** @param axesOf the axes whose places stay apart, in order */
  constructor(owner: string, axesOf: (shape: Shape) => readonly number[]) {
    this.#owner = owner;
    this.#axesOf = axesOf;
  }

  /** The sizes of the axes. */
  get shape(): readonly number[] {
    return this.#shape ?? [];
  }

  get mean(): Float32Array {
    return Float32Array.from(this.#mean);
  }

  /** Of all numbers: divided by their count. */
  get variance(): Float32Array {
    return Float32Array.from(this.#squares, (sum) => sum / this.#count);
  }

  /** @throws RangeError unless there was a number for each place */
  checkNotEmpty(): void {
    if (this.#count > 0) return;
    throw new RangeError(`${this.#owner}: there are no data. Give at least one sample.`);
  }

  /** @throws TypeError for what is not an array, ShapeError for one that does not fit, RangeError for a number that is not finite */
  add(array: NdArray): void {
    if (!isNdArray(array)) {
      throw new TypeError(
        `${this.#owner}: data must be { data, shape }, or an iterable of them, got ${formatValue(array)}.`,
      );
    }
    const { data, shape } = array;
    if (data.length !== sizeOf(shape)) {
      throw new ShapeError(
        `${this.#owner}: shape ${formatShape(shape)} takes ${sizeOf(shape)} values, got ${data.length}.`,
      );
    }
    const axes = this.#axesOf(shape);
    const sizes = axes.map((axis) => shape[axis]!);
    if (this.#shape && !sameShape(this.#shape, sizes)) {
      throw new ShapeError(
        `${this.#owner}: arrays must have the same sizes along the axes, got ${formatShape(sizes)} after ${formatShape(this.#shape)}.`,
      );
    }
    const wrong = firstNonFinite(data);
    if (wrong >= 0) {
      throw new RangeError(`${this.#owner}: data must be finite numbers, got ${data[wrong]} at ${wrong}.`);
    }
    this.#shape = sizes;
    if (data.length > 0) this.#join(data, placesOf(shape, axes), sizeOf(sizes));
  }

  #join(data: ArrayLike<number>, places: Uint32Array, size: number): void {
    const count = data.length / size;
    const mean = new Float64Array(size);
    const squares = new Float64Array(size);
    for (let i = 0; i < data.length; i++) mean[places[i]!]! += data[i]! / count;
    for (let i = 0; i < data.length; i++) squares[places[i]!]! += (data[i]! - mean[places[i]!]!) ** 2;
    const before = this.#count;
    const all = before + count;
    if (before === 0) {
      this.#mean = mean;
      this.#squares = squares;
    } else {
      for (let place = 0; place < size; place++) {
        const difference = mean[place]! - this.#mean[place]!;
        this.#mean[place]! += (difference * count) / all;
        this.#squares[place]! += squares[place]! + (difference ** 2 * before * count) / all;
      }
    }
    this.#count = all;
  }
}

/** For each element of an array: its place along the axes. */
function placesOf(shape: readonly number[], axes: readonly number[]): Uint32Array {
  const places = new Uint32Array(sizeOf(shape));
  let run = 1; // elements per step of an axis
  let width = 1; // places per step of a kept axis
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (axes.includes(axis)) {
      for (let i = 0; i < places.length; i++) places[i]! += (Math.floor(i / run) % size) * width;
      width *= size;
    }
    run *= size;
  }
  return places;
}
