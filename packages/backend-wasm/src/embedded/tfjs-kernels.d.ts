import { type BackendValues, type DataType, KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';

/** tfjs's backend over a module that has been started; what this package uses of it. */
export class BackendWasm extends KernelBackend {
  constructor(module: unknown);
  override incRef(dataId: object): void;
  override disposeData(dataId: object, force?: boolean): boolean;
  getMemoryOffset(dataId: object): number;
  override write(values: BackendValues | null, shape: number[], dtype: DataType): object;
  override readSync(dataId: object): BackendValues;
  override refCount(dataId: object): number;
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

/** Registers tfjs's wasm kernels for a backend. */
export function registerKernels(backendName: string): void;
