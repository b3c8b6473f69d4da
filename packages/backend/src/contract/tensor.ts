/** Types of elements a tensor can hold. `bool` is stored as one byte, 0 or 1. */
export type DType = 'float32' | 'int32' | 'bool';

/** Host-side numbers of a tensor: `Float32Array` for float32, `Int32Array` for int32, `Uint8Array` for bool. */
export type TensorData = Float32Array | Int32Array | Uint8Array;

/**
 * A dense n-dimensional array that lives on the active backend.
 *
 * Tensors are immutable. What a function makes inside {@link tidy} is released when the tidy ends; everything else
 * belongs to the caller, who disposes of it.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** Number of axes. */
  readonly rank: number;
  readonly isDisposed: boolean;
  /** Copies the numbers to the host, row-major. Rejects when the backend that held them has been disposed of. */
  data(): Promise<TensorData>;
  /** Releases the memory. Using the tensor afterwards is an error. */
  dispose(): void;
}

/** A tensor as a kernel sees it: the backend finds the numbers by `dataId`. */
export interface TensorHandle {
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: DType;
}
