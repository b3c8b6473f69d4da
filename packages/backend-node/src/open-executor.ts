import { type Executor, fewestShared, type Heap } from '@seqloom/kernels';
import type { NativeAddon } from './native-addon.ts';

/** Runs kernels natively on a heap. */
export interface NativeExecutor extends Executor {
  /** Threads at work, the calling one included. */
  readonly threads: number;
  /** Why no kernel can run any more, once a thread has ended. */
  readonly failure: string | undefined;
  /** Stops the threads. */
  dispose(): void;
}

/**
 * Has the kernels of a native file work in place on a heap.
 *
 * @throws TypeError for a heap whose memory is not shared: growth could move it
 * @throws RangeError for a heap that another backend of the process works on
 */
export function openExecutor(
  addon: NativeAddon,
  level: number,
  { memory }: Heap,
  threads: number,
): NativeExecutor {
  let { buffer } = memory;
  if (!(buffer instanceof SharedArrayBuffer)) {
    throw new TypeError('node: the memory of the heap must be shared. Make it with shared: true.');
  }
  const heap = addon.attach(new Uint8Array(buffer), level, threads);
  const numbers = new Map(addon.kernels.map((name, i) => [name, i]));
  const fewest = addon.kernels.map(fewestShared);
  let failure: string | undefined;
  return {
    lanes: addon.levels[level]!.lanes,
    threads: heap.threads,
    get failure() {
      return failure;
    },
    run(kernel, args, chunks) {
      const number = numbers.get(kernel);
      if (number === undefined) throw new RangeError(`node: there is no kernel ${JSON.stringify(kernel)}.`);
      if (memory.buffer !== buffer) {
        buffer = memory.buffer;
        heap.resize(new Uint8Array(buffer));
      }
      try {
        heap.run(number, args, chunks, chunks >= fewest[number]!);
      } catch (error) {
        failure ??= (error as Error).message;
        throw error;
      }
    },
    dispose: () => heap.dispose(),
  };
}
