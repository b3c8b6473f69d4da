import type { AnyBackendKernel, BackendKernel, DType, TensorHandle } from '@seqloom/backend';
import type { Kernels } from '@seqloom/kernels';
import type { BackendWasm } from './embedded/tfjs-kernels.js';
import { naming } from './traps.ts';

/** What a kernel body works with: the compiled kernels, and the addresses of tensors on their heap. */
export interface HeapTensors {
  readonly kernels: Kernels;
  /** Is told what bodies do, while there is one. */
  watch: TensorWatch | undefined;
  /** Byte offset of a tensor's numbers; 0 for an input that is missing. */
  at(handle: TensorHandle | undefined): number;
  /** A new tensor with unspecified numbers. Allocating may grow the heap, so take views afterwards. */
  output(shape: readonly number[], dtype?: DType): TensorHandle;
  /** A body that releases the tensors it has made when it throws: the heap may be full before its last output. */
  guard(kernel: AnyBackendKernel): AnyBackendKernel;
}

/** Follows the bodies that run while a prediction is recorded. */
export interface TensorWatch {
  /** Runs the allocation of a tensor that a body makes. */
  make(allocate: () => TensorHandle): TensorHandle;
  /** A body of ours is about to run. */
  run(kernel: string): void;
  /** A body looks rows up by ids, which the operation has found to be inside of the table. */
  lookUp(ids: TensorHandle, rows: number): void;
}

/** The tensors of tfjs's wasm backend. */
export function heapTensors(backend: BackendWasm, kernels: Kernels): HeapTensors {
  /** Outputs of the kernel that runs at present; kernels do not call one another. */
  let made: TensorHandle[] = [];
  const tensors: HeapTensors = {
    kernels,
    watch: undefined,
    at: (handle) => (handle ? backend.getMemoryOffset(handle.dataId) >>> 0 : 0),
    output(shape, dtype = 'float32') {
      const allocate = () => backend.makeOutput([...shape], dtype) as TensorHandle;
      const handle = tensors.watch ? tensors.watch.make(allocate) : allocate();
      made.push(handle);
      return handle;
    },
    guard(kernel) {
      // The wrapper hands call and result through unread, so the kind of kernel does not matter.
      const { name, run } = kernel as BackendKernel;
      const guarded: BackendKernel['run'] = (call) => {
        made = [];
        tensors.watch?.run(name);
        try {
          return naming(name, () => run(call));
        } catch (error) {
          for (const { dataId } of made) backend.disposeData(dataId);
          throw error;
        } finally {
          made = [];
        }
      };
      return { ...kernel, run: guarded } as AnyBackendKernel;
    },
  };
  return tensors;
}
