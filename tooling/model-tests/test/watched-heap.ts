type Exports = Record<string, (...args: number[]) => number>;

/** The wasm heap of the backend started last, seen from outside. */
export interface WatchedHeap {
  /** Blocks handed out to JavaScript and not taken back: the numbers of tensors, and scratch of kernels. */
  readonly blocks: number;
  /** Where a large block lies that is made now: behind everything that was ever allocated and not released. */
  readonly end: number;
  readonly bytes: number;
}

const PROBE_BYTES = 2 ** 22;

/**
 * Counts what the wasm backend allocates, in tests only: it wraps `malloc` and `free` where the module with the allocator is
 * instantiated. To be called before the backend starts; returns a function that reads the heap.
 */
export function watchHeap(): () => WatchedHeap {
  const { instantiate } = WebAssembly;
  let allocator: Exports | undefined;
  let memory: WebAssembly.Memory | undefined;
  let blocks = 0;
  const watching = async (module: WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const instance = await instantiate(module, imports);
    const exports = instance.exports as unknown as Exports;
    if (!exports.malloc || !exports.register_tensor) return instance;
    allocator = exports;
    memory = imports!.env!.memory as WebAssembly.Memory;
    const malloc = (bytes: number) => {
      const pointer = exports.malloc!(bytes);
      if (pointer !== 0) blocks++;
      return pointer;
    };
    const free = (pointer: number) => {
      if (pointer !== 0) blocks--;
      return exports.free!(pointer);
    };
    return { exports: { ...exports, malloc, free } };
  };
  WebAssembly.instantiate = watching as typeof WebAssembly.instantiate;
  return () => {
    if (!allocator || !memory) throw new Error('watchHeap: the wasm backend was not started after the call.');
    const end = allocator.malloc!(PROBE_BYTES) >>> 0;
    allocator.free!(end);
    return { blocks, end, bytes: memory.buffer.byteLength };
  };
}
