import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { raw } from './raw.ts';

/** One entry of the engine's tape. */
export interface TapeNode {
  readonly inputs: Readonly<Record<string, { readonly id: number }>>;
  readonly outputs: readonly { readonly id: number }[];
  readonly saved: readonly tf.Tensor[];
}

/** What this package uses of tfjs's engine beside its public methods; 4.22 is pinned. */
export interface EngineInside {
  readonly backend: tf.KernelBackend;
  readonly backendName: string;
  readonly state: {
    /** Kernels that are running, one within the other; nothing is recorded in them. */
    kernelDepth: number;
    /** Gradients that are being recorded, one within the other. */
    readonly gradientDepth: number;
    readonly profiling: boolean;
    readonly activeScope: { readonly id: number } | null;
    activeTape: TapeNode[] | null;
  };
  isTapeOn(): boolean;
  addTapeNode(
    name: string,
    inputs: tf.NamedTensorMap,
    outputs: readonly tf.Tensor[],
    gradient: ((dy: tf.Tensor | tf.Tensor[]) => Record<string, () => tf.Tensor>) | undefined,
    saved: readonly tf.Tensor[],
    attributes: object,
  ): void;
  makeTensorFromTensorInfo(info: tf.TensorInfo): tf.Tensor;
  runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor | tf.Tensor[];
}

/** The engine in use. */
export function engineInside(): EngineInside {
  return tf.engine() as unknown as EngineInside; // declares as private what 4.22 has
}

/**
 * A second handle on the numbers of x: what the kernel `Identity` gives, without a call and without an entry on the tape. So no
 * gradient flows through it.
 */
export function alias({ dataId, shape, dtype }: tf.TensorInfo): tf.Tensor {
  const engine = engineInside();
  engine.backend.incRef(dataId);
  return engine.makeTensorFromTensorInfo({ dataId, shape, dtype });
}

/**
 * The numbers of x in another shape of as many elements, as an input of tfjs's kernels and a value to save: neither reads more
 * than these fields. It is valid as long as x is.
 */
export function view(x: Tensor, shape: readonly number[]): Tensor {
  const { dataId, dtype } = raw(x);
  return { dataId, dtype, shape } as unknown as Tensor; // no other field is read
}
