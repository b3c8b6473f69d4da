import { importPlainMemory } from '@seqloom/kernels';
import { createHeapMemory, PAGE_BYTES } from './heap-memory.ts';
import { unexpectedInterface } from './tfjs-imports.ts';

/** The part of emscripten's module object that tfjs's `BackendWasm` uses. */
export interface TfjsModule {
  readonly memory: WebAssembly.Memory;
  /** Why the heap is smaller than it could be. */
  readonly heapNote: string | undefined;
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  cwrap(name: string, result: string | null, parameters?: readonly string[]): WasmFunction;
  readonly tfjs: Readonly<Record<string, WasmFunction>>;
  /** What tfjs has printed since the last time: it warns where it does not compute what it was asked for. */
  takeComplaint(): string | undefined;
}

/** A function exported by a wasm module, with arrays allowed as arguments. */
export type WasmFunction = (...args: unknown[]) => unknown;

/**
 * What tensors leave of the heap to tfjs's own small allocations (registers of tensors, operators). Those cannot report
 * that there is no room: the call is abandoned half done, or returns without having computed anything.
 */
const RESERVE_BYTES = 16 * 1024 * 1024;
/** The heap grows by a fifth, but by no more than this at a time, as emscripten's own glue does. */
const MAXIMUM_GROWTH_BYTES = 96 * 1024 * 1024;

const EAGAIN = 6;
const EBADF = 8;

/**
 * Starts tfjs's threaded wasm binary without emscripten's glue, on a memory of our own: a shared one, or a plain one
 * where memory cannot be shared. Our kernels and workers use the same memory, so nothing is ever copied. tfjs's own
 * thread pool stays off: every request for a thread is answered "not now", and it then works on the calling thread.
 *
 * @param binary is changed in place when the memory is not shared
 * @throws Error when the binary imports or exports other things than 4.22.0's
 */
export async function startTfjs(binary: Uint8Array<ArrayBuffer>, shared: boolean): Promise<TfjsModule> {
  const module = await WebAssembly.compile(shared ? binary : importPlainMemory(binary));
  const difference = unexpectedInterface(module);
  if (difference) throw new Error(`wasm: tfjs's binary is not the threaded one of 4.22.0: it ${difference}.`);

  const { memory, maximumBytes, size, note } = createHeapMemory(shared);
  const heapFull = (bytes: number) =>
    new RangeError(
      `wasm: the heap of ${size} has no room for ${bytes} bytes more. Use smaller batches or a smaller model, and dispose of ` +
        'tensors that are no longer needed.',
    );
  let bytes = new Uint8Array(0);
  const heap = (): Uint8Array => {
    // Growth replaces the buffer, and a view of the old one is detached or too short.
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer);
    return bytes;
  };
  const nothing = () => 0;
  /** How far the heap may grow at present. */
  let limit = maximumBytes;
  /** Bytes that a growth was refused for, which tfjs answers by giving up; 0 when the last one was granted. */
  let refused = 0;
  let complaint: string | undefined;
  let exports!: Record<string, WasmFunction>;
  const instance = await WebAssembly.instantiate(module, {
    env: {
      memory,
      abort: () => {
        const bytes = refused;
        refused = 0;
        throw bytes > 0 ? heapFull(bytes) : new WebAssembly.RuntimeError('tfjs gave up');
      },
      exit: (code: number) => {
        throw new WebAssembly.RuntimeError(`tfjs exited with ${code}`);
      },
      emscripten_memcpy_big: (to: number, from: number, count: number) => {
        heap().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (count >>> 0));
      },
      emscripten_get_heap_max: () => maximumBytes,
      emscripten_resize_heap: (wanted: number) => {
        const grown = grow(memory, wanted >>> 0, limit);
        refused = grown ? 0 : (wanted >>> 0) - memory.buffer.byteLength;
        return grown;
      },
      emscripten_get_now: () => performance.now(),
      emscripten_num_logical_cores: () => 1,
      __emscripten_init_main_thread_js: (thread: number) => {
        exports._emscripten_thread_init!(thread, 1, 1, 1);
        exports._emscripten_tls_init!();
      },
      __pthread_create_js: () => EAGAIN,
      _emscripten_default_pthread_stack_size: () => PAGE_BYTES,
      __emscripten_thread_cleanup: nothing,
      _emscripten_notify_task_queue: nothing,
      _emscripten_set_offscreencanvas_size: nothing,
      emscripten_check_blocking_allowed: nothing,
      emscripten_receive_on_main_thread_js: nothing,
      emscripten_unwind_to_js_event_loop: nothing,
    },
    // tfjs opens no files; what it prints are complaints.
    wasi_snapshot_preview1: {
      fd_close: () => EBADF,
      fd_seek: () => EBADF,
      fd_write(_file: number, pieces: number, count: number, written: number) {
        const view = new DataView(memory.buffer);
        let total = 0;
        let text = '';
        for (let i = 0; i < count; i++) {
          const at = view.getUint32((pieces >>> 0) + 8 * i, true);
          const length = view.getUint32((pieces >>> 0) + 8 * i + 4, true);
          text += String.fromCharCode(...heap().subarray(at, at + Math.min(length, 500)));
          total += length;
        }
        view.setUint32(written >>> 0, total, true);
        complaint = ((complaint ?? '') + text).slice(0, 500);
        return 0;
      },
    },
  });
  exports = instance.exports as Record<string, WasmFunction>;
  exports.__wasm_call_ctors!();

  return {
    memory,
    heapNote: note,
    get HEAPU8() {
      return heap();
    },
    _malloc(count) {
      limit = maximumBytes - RESERVE_BYTES;
      // A count from 4 GiB on would reach the allocator as its lower 32 bits.
      // Offsets above 2 GiB come as negative numbers.
      const pointer = count > limit ? 0 : (exports.malloc!(count) as number) >>> 0;
      limit = maximumBytes;
      if (pointer === 0 && count > 0) {
        refused = 0;
        throw heapFull(count);
      }
      return pointer;
    },
    _free: (pointer) => void exports.free!(pointer),
    takeComplaint() {
      const printed = complaint;
      complaint = undefined;
      return printed?.trim() || undefined;
    },
    cwrap: (name, result, parameters = []) => bind(exports, heap, name, result, parameters),
    tfjs: {
      init: exports.init!,
      initWithThreadsCount: exports.init_with_threads_count!,
      getThreadsCount: exports.get_threads_count!,
      registerTensor: exports.register_tensor!,
      disposeData: exports.dispose_data!,
      dispose: exports.dispose!,
    },
  };
}

/** Grows the memory to at least `wanted` bytes, at most `limit`; 1 when it worked, as emscripten expects. */
function grow(memory: WebAssembly.Memory, wanted: number, limit: number): 0 | 1 {
  if (wanted > limit) return 0;
  const present = memory.buffer.byteLength;
  const generous = Math.min(present * 1.2, present + MAXIMUM_GROWTH_BYTES, limit);
  try {
    memory.grow(Math.ceil((Math.max(wanted, generous) - present) / PAGE_BYTES));
    return 1;
  } catch {
    return 0;
  }
}

/** A JavaScript function for an exported one: byte arrays travel over the wasm stack, booleans are converted. */
function bind(
  exports: Record<string, WasmFunction>,
  heap: () => Uint8Array,
  name: string,
  result: string | null,
  parameters: readonly string[],
): WasmFunction {
  const target = exports[name];
  if (!target) throw new Error(`wasm: tfjs's binary is not the one of 4.22.0: it has no function '${name}'.`);
  const call = parameters.includes('array')
    ? (...args: unknown[]) => {
        const stack = exports.stackSave!();
        const passed = args.map((arg, i) => (parameters[i] === 'array' ? push(arg as Uint8Array) : arg));
        const value = target(...passed);
        exports.stackRestore!(stack);
        return value;
      }
    : target;
  const push = (array: Uint8Array): number => {
    const data = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const pointer = exports.stackAlloc!(data.length) as number;
    heap().set(data, pointer >>> 0);
    return pointer;
  };
  return result === 'boolean' ? (...args) => Boolean(call(...args)) : call;
}
