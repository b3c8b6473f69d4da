import type { BackendKernel, DType, TensorHandle } from '@seqloom/backend';
import type { Kernels } from '@seqloom/kernels';
import type { BackendWasm } from './embedded/tfjs-kernels.js';
import { naming } from './traps.ts';

/** What a kernel body works with: the kernels, and the place of tensors on their heap. */
export interface Workshop {
  readonly kernels: Kernels;
  /** Byte offset of a tensor's numbers; 0 for an input that is missing. */
  at(handle: TensorHandle | undefined): number;
  /** A fresh tensor; its numbers are whatever lay there. Allocating may grow the heap, so take views afterwards. */
  output(shape: readonly number[], dtype?: DType): TensorHandle;
  /** A second handle on the same numbers, perhaps in another shape. */
  share(handle: TensorHandle, shape?: readonly number[]): TensorHandle;
  /** Takes back a tensor made by `output` that is not returned. */
  release(handle: TensorHandle): void;
  /** A body that, when it throws, takes back the tensors it had made: the heap may be full before its last output. */
  guard(kernel: BackendKernel): BackendKernel;
}

/** The workshop over tfjs's wasm backend. */
export function createWorkshop(backend: BackendWasm, kernels: Kernels): Workshop {
  /** What the kernel under way has made; kernels do not call one another. */
  let made: TensorHandle[] = [];
  const record = (handle: TensorHandle): TensorHandle => {
    made.push(handle);
    return handle;
  };
  return {
    kernels,
    at: (handle) => (handle ? backend.getMemoryOffset(handle.dataId) >>> 0 : 0),
    output: (shape, dtype = 'float32') => record(backend.makeOutput([...shape], dtype) as TensorHandle),
    share(handle, shape = handle.shape) {
      backend.incRef(handle.dataId);
      return record({ dataId: handle.dataId, shape, dtype: handle.dtype });
    },
    release: ({ dataId }) => void backend.disposeData(dataId),
    guard: (kernel) => ({
      ...kernel,
      run(call) {
        made = [];
        try {
          return naming(kernel.name, () => kernel.run(call));
        } catch (error) {
          for (const { dataId } of made) backend.disposeData(dataId);
          throw error;
        } finally {
          made = [];
        }
      },
    }),
  };
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
