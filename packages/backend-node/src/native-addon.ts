/** Vector instructions that the kernels are built for. */
export type Instructions = 'sse4.1' | 'avx2' | 'avx512' | 'neon';

/** One of the builds in a native file. */
export interface NativeLevel {
  readonly name: Instructions;
  /** Floats in a vector. */
  readonly lanes: 4 | 8 | 16;
  /** Whether multiply-add rounds once. */
  readonly fused: boolean;
  /** Whether this processor runs it. */
  readonly supported: boolean;
}

/** A heap that kernels run on. */
export interface AttachedHeap {
  /** Threads at work, the calling one included; fewer than asked for where the system gives no more. */
  readonly threads: number;
  /**
   * Runs the pieces of a kernel.
   *
   * @throws RangeError when the arguments lie outside the heap, or when a thread has ended with a piece
   */
  run(kernel: number, args: number, chunks: number, shared: boolean): void;
  /** Tells that the memory has grown. */
  resize(view: Uint8Array): void;
  /** Stops the threads; nothing runs after that. */
  dispose(): void;
}

/** What `c/host.c` exports. */
export interface NativeAddon {
  /** Version and sources of the kernels that it was built from. */
  readonly version: string;
  /** Names of the kernels in the order of their numbers. */
  readonly kernels: readonly string[];
  /** The best first; exact ones before fused ones of the same name. */
  readonly levels: readonly NativeLevel[];
  /** @throws RangeError for a heap that another backend works on */
  attach(view: Uint8Array, level: number, threads: number): AttachedHeap;
}
