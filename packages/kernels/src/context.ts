import type { ArgumentLayout, ArgumentValues, FieldKind } from './arguments.ts';
import { MAX_FIELDS } from './arguments.ts';
import { allocate, type Heap } from './heap.ts';

/**
 * Runs the pieces of a kernel, in any order and on any threads, and returns when all are done.
 *
 * Pieces do not depend on one another, and where they end does not depend on who runs them: every executor gives the
 * same bits.
 */
export interface Executor {
  /**
   * @param kernel - name of an exported kernel
   * @param args - byte offset of its argument struct, valid until `run` returns
   * @param chunks - pieces 0 … chunks − 1 are to be run
   */
  run(kernel: string, args: number, chunks: number): void;
}

/** What the typed kernel functions stand on: a heap, an executor, one argument block. */
export class KernelContext {
  readonly heap: Heap;
  readonly #executor: Executor;
  readonly #arguments: number;
  #ints: Int32Array;
  #floats: Float32Array;

  constructor(heap: Heap, executor: Executor) {
    this.heap = heap;
    this.#executor = executor;
    this.#arguments = allocate(heap, 4 * MAX_FIELDS);
    this.#ints = new Int32Array(heap.memory.buffer, this.#arguments, MAX_FIELDS);
    this.#floats = new Float32Array(heap.memory.buffer, this.#arguments, MAX_FIELDS);
  }

  /** Writes the argument struct and runs all pieces; nothing happens when there are none. */
  run<Fields extends Readonly<Record<string, FieldKind>>>(
    layout: ArgumentLayout<Fields>,
    values: ArgumentValues<Fields>,
    chunks: number,
  ): void {
    if (chunks === 0) return;
    const { buffer } = this.heap.memory;
    if (this.#ints.buffer !== buffer) {
      // The memory has grown: views of the old buffer are detached, or too short on a shared memory.
      this.#ints = new Int32Array(buffer, this.#arguments, MAX_FIELDS);
      this.#floats = new Float32Array(buffer, this.#arguments, MAX_FIELDS);
    }
    let i = 0;
    for (const name in layout.fields) {
      if (layout.fields[name] === 'float') this.#floats[i++] = values[name];
      else this.#ints[i++] = values[name];
    }
    this.#executor.run(layout.kernel, this.#arguments, chunks);
  }

  /** Lends a block of `bytes` bytes to `body`; none (offset 0) when `bytes` is 0. May grow the memory. */
  scratch<T>(bytes: number, body: (pointer: number) => T): T {
    if (bytes === 0) return body(0);
    const pointer = allocate(this.heap, bytes);
    try {
      return body(pointer);
    } finally {
      this.heap.free(pointer);
    }
  }

  /** Gives the argument block back. */
  dispose(): void {
    this.heap.free(this.#arguments);
  }
}
