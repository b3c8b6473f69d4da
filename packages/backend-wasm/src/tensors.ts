import type { DType, TensorHandle } from '@seqloom/backend';
import type { Kernels } from '@seqloom/kernels';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

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
}

/** The workshop over tfjs's wasm backend. */
export function createWorkshop(backend: BackendWasm, kernels: Kernels): Workshop {
  return {
    kernels,
    at: (handle) => (handle ? backend.getMemoryOffset(handle.dataId) >>> 0 : 0),
    output: (shape, dtype = 'float32') => backend.makeOutput([...shape], dtype) as TensorHandle,
    share(handle, shape = handle.shape) {
      backend.incRef(handle.dataId);
      return { dataId: handle.dataId, shape, dtype: handle.dtype };
    },
    release: (handle) => void backend.disposeData(handle.dataId),
  };
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
