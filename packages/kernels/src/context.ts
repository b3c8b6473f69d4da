import { ARGUMENTS, MOST_FIELDS } from './generated/arguments.ts';
import { allocate, type Heap } from './heap.ts';
import type { Recording } from './recording.ts';

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
  /** Floats in a vector of the build that it runs: 4 in wasm, 8 with AVX2, 16 with AVX-512. Default 4. */
  readonly lanes?: 4 | 8 | 16;
}

/** Name of a kernel in `c/`. */
export type KernelName = keyof typeof ARGUMENTS;

/** A number for every field of a kernel's argument struct. */
export type ArgumentValues<Name extends KernelName> = {
  readonly [Field in keyof (typeof ARGUMENTS)[Name]]: number;
};

/** Floats in a vector of the wasm builds. */
export const WASM_LANES = 4;

/** What the typed kernel functions stand on: a heap, an executor and one argument block. */
export class KernelContext {
  readonly heap: Heap;
  /** Floats in a vector of the build that runs the pieces; padded arrays depend on it. */
  readonly lanes: number;
  readonly executor: Executor;
  /** Keeps the calls, while there is one. */
  recording: Recording | undefined;
  readonly #arguments: number;
  #ints: Int32Array;
  #floats: Float32Array;

  constructor(heap: Heap, executor: Executor) {
    this.heap = heap;
    this.lanes = executor.lanes ?? WASM_LANES;
    this.executor = executor;
    this.#arguments = allocate(heap, 4 * MOST_FIELDS);
    this.#ints = new Int32Array(heap.memory.buffer, this.#arguments, MOST_FIELDS);
    this.#floats = new Float32Array(heap.memory.buffer, this.#arguments, MOST_FIELDS);
  }

  /** Writes the argument struct and runs all pieces; nothing happens when there are none. */
  run<Name extends KernelName>(kernel: Name, values: ArgumentValues<Name>, chunks: number): void {
    if (chunks === 0) return;
    const { buffer } = this.heap.memory;
    if (this.#ints.buffer !== buffer) {
      // The memory has grown: views of the old buffer are detached, or too short on a shared memory.
      this.#ints = new Int32Array(buffer, this.#arguments, MOST_FIELDS);
      this.#floats = new Float32Array(buffer, this.#arguments, MOST_FIELDS);
    }
    const fields = ARGUMENTS[kernel];
    let i = 0;
    for (const field in fields) {
      if (fields[field] === 'float') this.#floats[i++] = values[field];
      else this.#ints[i++] = values[field];
    }
    this.recording?.addCall(kernel, this.#ints, chunks);
    this.executor.run(kernel, this.#arguments, chunks);
  }

  /** Calls `body` with a block of `bytes` bytes that lives as long as it runs; offset 0 for no bytes. May grow the memory. */
  scratch<T>(bytes: number, body: (pointer: number) => T): T {
    if (bytes === 0) return body(0);
    const pointer = allocate(this.heap, bytes);
    this.recording?.addBlock('made', pointer, bytes);
    try {
      return body(pointer);
    } finally {
      this.heap.free(pointer);
    }
  }

  /** Frees the argument block. */
  dispose(): void {
    this.heap.free(this.#arguments);
  }
}
