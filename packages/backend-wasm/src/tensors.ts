import type { AnyBackendKernel, BackendKernel, DType, TensorHandle } from '@seqloom/backend';
import type { Kernels } from '@seqloom/kernels';
import type { BackendWasm } from './embedded/tfjs-kernels.js';
import { naming } from './traps.ts';

/** What a kernel body works with: the compiled kernels, and the addresses of tensors on their heap. */
export interface HeapTensors {
  readonly kernels: Kernels;
  /** Byte offset of a tensor's numbers; 0 for an input that is missing. */
  at(handle: TensorHandle | undefined): number;
  /** A new tensor with unspecified numbers. Allocating may grow the heap, so take views afterwards. */
  output(shape: readonly number[], dtype?: DType): TensorHandle;
  /** A body that releases the tensors it has made when it throws: the heap may be full before its last output. */
  guard(kernel: AnyBackendKernel): AnyBackendKernel;
}

/** The tensors of tfjs's wasm backend. */
export function heapTensors(backend: BackendWasm, kernels: Kernels): HeapTensors {
  /** Outputs of the kernel that runs at present; kernels do not call one another. */
  let made: TensorHandle[] = [];
  return {
    kernels,
    at: (handle) => (handle ? backend.getMemoryOffset(handle.dataId) >>> 0 : 0),
    output(shape, dtype = 'float32') {
      const handle = backend.makeOutput([...shape], dtype) as TensorHandle;
      made.push(handle);
      return handle;
    },
    guard(kernel) {
      // The wrapper hands call and result through unread, so the kind of kernel does not matter.
      const { name, run } = kernel as BackendKernel;
      const guarded: BackendKernel['run'] = (call) => {
        made = [];
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
}
