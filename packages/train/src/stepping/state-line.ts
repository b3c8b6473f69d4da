import { gatherRows, type NdArray } from '@seqloom/arrays';
import { sizeOf } from '@seqloom/options';
import type { GraphState } from './step-graph.ts';

/**
 * The values of a state over the last steps, on the host: for each sample a ring of as many steps as the oldest value that is
 * read. Only what a layer reads is handed to it, so that a step of a dilated convolution does not copy all it can see.
 */
export class StateLine {
  readonly #ages: readonly number[];
  readonly #length: number;
  /** Values of a sample at a step. */
  readonly #size: number;
  readonly #shape: readonly number[];
  #batchSize: number;
  /** What `read` gives: `[B, ages, …]`. */
  #readShape: readonly number[];
  /** `[B, length, size]`; step s is at s mod length. */
  #values: Float32Array;

  constructor({ shape, ages = [1] }: GraphState, batchSize: number) {
    this.#shape = shape as readonly number[]; // no size is open
    this.#size = sizeOf(this.#shape);
    this.#ages = ages;
    this.#length = Math.max(...ages);
    this.#batchSize = batchSize;
    this.#readShape = [batchSize, ages.length, ...this.#shape];
    this.#values = new Float32Array(batchSize * this.#length * this.#size);
  }

  /** What a layer reads before a step. */
  read(step: number): NdArray {
    const [size, length] = [this.#size, this.#length];
    if (length === 1) return { data: this.#values, shape: this.#readShape };
    const data = new Float32Array(sizeOf(this.#readShape));
    let at = 0;
    for (let sample = 0; sample < this.#batchSize; sample++) {
      for (const age of this.#ages) {
        const start = (sample * length + ((step + length - age) % length)) * size;
        data.set(this.#values.subarray(start, start + size), at);
        at += size;
      }
    }
    return { data, shape: this.#readShape };
  }

  /** Keeps the values of a step, `[B, size]`. They are not copied where the line is one step long. */
  write(step: number, values: Float32Array): void {
    const [size, length] = [this.#size, this.#length];
    if (length === 1) {
      this.#values = values;
      return;
    }
    for (let sample = 0; sample < this.#batchSize; sample++) {
      const row = values.subarray(sample * size, (sample + 1) * size);
      this.#values.set(row, (sample * length + (step % length)) * size);
    }
  }

  /** A copy of everything it holds. */
  copy(): Float32Array {
    return this.#values.slice();
  }

  /** Puts a copy of what `copy` gave in its place. @returns whether they are as many values as it holds */
  restore(values: Float32Array): boolean {
    if (values.length !== this.#values.length) return false;
    this.#values = values.slice();
    return true;
  }

  /** Makes the samples those of the given numbers. */
  select(rows: readonly number[]): void {
    const all = { data: this.#values, shape: [this.#batchSize, this.#length * this.#size] };
    this.#values = gatherRows(all, rows).data as Float32Array; // of the kind it was given
    this.#batchSize = rows.length;
    this.#readShape = [rows.length, this.#ages.length, ...this.#shape];
  }
}
