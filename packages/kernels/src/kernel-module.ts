import { decodeBinary } from './decode-binary.ts';
import { KERNELS_RELAXED } from './embedded/kernels-relaxed.ts';
import { KERNELS_SIMD } from './embedded/kernels-simd.ts';
import { allocate, type Heap } from './heap.ts';
import { importPlainMemory } from './plain-memory.ts';
import { type BinarySource, readBinary } from './read-binary.ts';

/** `simd` gives the same bits on every machine; `relaxed` uses fused multiply-add where the machine has it. */
export type SimdBuild = 'simd' | 'relaxed';

/** One of the builds in `wasm/`, compiled: what a thread needs besides the memory and a stack of its own. */
export interface KernelModule {
  readonly module: WebAssembly.Module;
  readonly simd: SimdBuild;
  /** Whether it imports a shared memory. */
  readonly shared: boolean;
}

/** The kernels of one thread. */
export interface KernelInstance {
  /** Runs piece `chunk` of the kernel whose arguments lie at byte offset `args`. */
  run(kernel: string, args: number, chunk: number): void;
}

/** Bytes of stack that an instance needs: cache blocks of a matrix product live there. */
export const STACK_BYTES: number = 256 * 1024;

/** A module of one function that uses one relaxed instruction: valid where the engine has them. */
const RELAXED_PROBE = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
]);

/** The builds that the code carries; `wasm/` has them as files. */
const EMBEDDED: Readonly<Record<SimdBuild, string>> = { simd: KERNELS_SIMD, relaxed: KERNELS_RELAXED };

/** Whether this engine runs the `relaxed` build (Node 22 and later, current browsers). */
export function supportsRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}

/**
 * Compiles the build that fits.
 *
 * @param options.shared - whether the memory is shared, default false
 * @param options.simd - default `simd`; `relaxed` is about 1.25 times as fast and may round differently elsewhere
 * @param options.binary - where that build is: its bytes, a URL, or in Node a path. Default: the code carries it
 * @throws Error when `relaxed` is asked for and the engine lacks it, or when `binary` cannot be read
 * @throws TypeError when `binary` is not WebAssembly
 */
export async function compileKernels(
  options: { readonly shared?: boolean; readonly simd?: SimdBuild; readonly binary?: BinarySource } = {},
): Promise<KernelModule> {
  const { shared = false, simd = 'simd', binary } = options;
  if (simd !== 'simd' && simd !== 'relaxed') {
    throw new RangeError(`compileKernels: simd must be 'simd' or 'relaxed', got ${JSON.stringify(simd)}.`);
  }
  if (simd === 'relaxed' && !supportsRelaxedSimd()) {
    throw new Error("compileKernels: this engine has no relaxed SIMD. Use simd: 'simd', the default.");
  }
  const bytes = await (binary === undefined ? decodeBinary(EMBEDDED[simd]) : readBinary('kernels', binary));
  const module = await WebAssembly.compile(shared ? bytes : importPlainMemory(bytes));
  return { module, simd, shared };
}

/** The kernels in a module. The position of a name is a stable number for it, to be written into shared memory. */
export function kernelNames(module: WebAssembly.Module): string[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
}

/**
 * Makes the kernels callable on the calling thread.
 *
 * @param stack - byte offset of {@link STACK_BYTES} bytes that no other thread uses, see {@link allocateStack}
 */
export function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  stack: number,
): KernelInstance {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The linker's own stack would start at address 0, inside the data of others. Stacks grow downwards.
  (exports.__stack_pointer as WebAssembly.Global).value = ((stack + STACK_BYTES) & ~15) | 0;
  const functions = exports as Record<string, (args: number, chunk: number) => void>;
  return {
    run(kernel, args, chunk) {
      const body = functions[kernel];
      if (body === undefined) throw new RangeError(`kernels: there is no kernel ${JSON.stringify(kernel)}.`);
      body(args, chunk);
    },
  };
}

/** Allocates the stack of one more instance. */
export function allocateStack(heap: Heap): number {
  return allocate(heap, STACK_BYTES);
}
