import type { KernelName, KernelTable, SeqloomKernels } from './kernel-table.ts';
import type { Tensor, TensorHandle } from './tensor.ts';

/** Values that steer a kernel outside the table. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/** The inputs of a kernel by name: those of the table, or any of a kernel of tfjs that the table does not have. */
export type KernelInputs<K extends string, T> = K extends KernelName
  ? KernelTable<T>[K]['inputs']
  : Readonly<Record<string, T | undefined>>;

/** The attributes of a kernel: those of the table, or any of a kernel of tfjs that the table does not have. */
export type KernelAttributesOf<K extends string> = K extends KernelName
  ? KernelTable[K]['attributes']
  : KernelAttributes;

/** What a body returns: one tensor, or several by name as in the table; in order for a kernel that the table does not have. */
export type KernelResult<K extends string, T> = K extends KernelName
  ? KernelTable<T>[K]['outputs']
  : T | readonly T[];

/** What a kernel body is called with. */
export interface KernelCall<K extends string = string> {
  /** By name; optional inputs may be missing. */
  readonly inputs: KernelInputs<K, TensorHandle>;
  readonly attributes: KernelAttributesOf<K>;
}

/**
 * A backend's own body for a kernel.
 *
 * @typeParam K name of a kernel of {@link KernelTable}, which then types the body. Without it (one of tfjs's other kernels)
 * inputs and attributes are untyped
 * @example
 * ```ts
 * const relu: BackendKernel<'MaxPool1D'> = {
 *   name: 'MaxPool1D',
 *   accepts: ({ attributes: { padLeft, padRight } }) => padLeft === 0 && padRight === 0,
 *   run: ({ inputs: { x }, attributes: { poolSize, stride } }) => maxPool(x, poolSize, stride),
 * };
 * ```
 */
export interface BackendKernel<K extends string = string> {
  /** A name of {@link KernelTable}, or of another of tfjs's kernels; the body takes the place of the present one. */
  readonly name: K;
  /** Computes the outputs. It is called only with calls that `accepts` took. */
  readonly run: (call: KernelCall<K>) => KernelResult<K, TensorHandle>;
  /** Whether the body can do this call; otherwise the portable body, or tfjs's, runs. Default: always. */
  readonly accepts?: (call: KernelCall<K>) => boolean;
}

/** A body for any kernel. */
export type AnyBackendKernel = BackendKernel | { [K in KernelName]: BackendKernel<K> }[KernelName];

/** A kernel body made of engine operations, which runs on every backend. */
export interface PortableKernel<K extends keyof SeqloomKernels = keyof SeqloomKernels> {
  readonly name: K;
  readonly run: (
    inputs: SeqloomKernels<Tensor>[K]['inputs'],
    attributes: SeqloomKernels<Tensor>[K]['attributes'],
  ) => SeqloomKernels<Tensor>[K]['outputs'];
  /** Also takes the place of tfjs's own body, where that one is unusably slow. Default false. */
  readonly replacesTfjs?: boolean;
}

/** The portable body of any kernel. */
export type AnyPortableKernel = { [K in keyof SeqloomKernels]: PortableKernel<K> }[keyof SeqloomKernels];
