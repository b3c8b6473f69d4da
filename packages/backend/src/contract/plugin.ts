import type { AnyBackendKernel } from './kernel.ts';
import type { TensorData, TensorHandle } from './tensor.ts';
import type { InPlaceRule } from './update-rule.ts';

/** Whether a backend can run here, and if not, why: the reason is shown to users. */
export type Support = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Writes the result of one optimizer step over the parameter and its slots. */
export type UpdateInPlace = (operands: {
  readonly value: TensorHandle;
  readonly gradient: TensorHandle;
  readonly slots: readonly TensorHandle[];
  readonly rule: InPlaceRule;
}) => void;

/**
 * Writes the result of one optimizer step over some rows of a parameter `[V, D]` and of its slots. The gradient of the other rows is
 * 0. Of a rule with momentum it is never asked.
 */
export type UpdateRowsInPlace = (operands: {
  readonly value: TensorHandle;
  /** `[n]` int32: the numbers of the rows, each once. */
  readonly ids: TensorHandle;
  /** `[n, D]`: their gradients. Absent: only what they have missed is made up for. */
  readonly rows: TensorHandle | undefined;
  readonly slots: readonly TensorHandle[];
  readonly rule: InPlaceRule;
  /**
   * `[n]` int32, with RMSprop: how many updates with a gradient of 0 each row of the slots has missed. They come first, and leave the
   * bits that so many updates would have.
   */
  readonly missed: TensorHandle | undefined;
}) => void;

/** `Σ x²` of a float32 tensor, read at once; not finite where a number is not, or where the sum overflows. */
export type SumOfSquares = (x: TensorHandle) => number;

/**
 * The memory that holds the numbers of a float32 tensor, row-major. In a SharedArrayBuffer it stays as long as the tensor; otherwise it
 * may be gone as soon as another tensor is made.
 */
export type NumbersInPlace = (x: TensorHandle) => Float32Array;

/** Recorded work that can be done again for other numbers, without the engine. */
export interface Replay {
  /**
   * @param values the numbers of each input, as many as it had
   * @returns the numbers of each output, copies; undefined if an id is outside of its table, which the engine then reports
   */
  run(values: readonly TensorData[]): Float32Array[] | undefined;
  /** Releases its memory. */
  dispose(): void;
}

/** Work that computes tensors from others. */
export interface RecordableWork {
  readonly inputs: readonly TensorHandle[];
  /** The other tensors that it may use. Their numbers may change between runs, but not their place. */
  readonly constants: readonly TensorHandle[];
  readonly run: () => readonly TensorHandle[];
}

/**
 * Does work and records which kernels it calls.
 *
 * @returns undefined unless all that it does is to call kernels that `isReplayable` has, on tensors that are known
 */
export type RecordReplay = (work: RecordableWork) => Replay | undefined;

/** What a backend is started with. */
export interface InitOptions {
  /** Number of threads, the calling one included. Default: the backend's choice. */
  readonly threads?: number;
  /**
   * Tells that the numbers of all tensors are lost (a GPU was taken away), or that one is wrong without a call that could
   * throw (an error that a GPU reports later). From then on every operation and read throws, and reads under way reject. It may
   * be called at any time; the first reason counts.
   */
  readonly onFailure: (reason: string) => void;
}

/** What a backend reports after it has started. */
export interface InitReport {
  /** Threads in use, the calling one included. */
  readonly threads: number;
  /** Remarks for the user: a missing capability, a slower path taken, and why. */
  readonly notes?: readonly string[];
  /** Most threads that can run here, where the platform limits them. Default: as many as asked for. */
  readonly maxThreads?: number;
}

/**
 * A backend: the set of kernel bodies registered under its name.
 *
 * `init` registers a tfjs backend named `seqloom-${name}` together with the tfjs kernels it passes through; the rest
 * is added by {@link selectBackend}.
 */
export interface BackendPlugin {
  /** What users select, such as `wasm`. Without `_`: tfjs's kernel registry splits on it. */
  readonly name: string;
  /** Higher is tried first when the user has no preference. */
  readonly priority: number;
  /**
   * Values that tell this plug-in from others of its name, compared one by one with `Object.is`. Two plug-ins with the
   * same ones are interchangeable: the second is not started beside the first. Default: no other is interchangeable.
   */
  readonly configuration?: readonly unknown[];
  /** Whether reading a tensor is a copy rather than a wait for a queue of work. */
  readonly synchronousReads: boolean;
  /** Whether making a tensor copies its numbers, so that the caller may change the array afterwards. Default false. */
  readonly copiesOnWrite?: boolean;
  /**
   * The largest magnitude up to which int32 numbers are exact, `2 ** 24` where the backend holds them as float32. A tensor of
   * larger ones is refused. Default: all of int32.
   */
  readonly largestInteger?: number;
  /** Cheap; never throws. */
  readonly checkSupport: () => Support | Promise<Support>;
  /** Loads assets, starts workers, registers the tfjs backend. */
  readonly init: (options: InitOptions) => Promise<InitReport>;
  /** The plug-in's own bodies, known once `init` has returned. */
  readonly kernels?: readonly AnyBackendKernel[];
  readonly updateInPlace?: UpdateInPlace | undefined;
  /** Updates of few rows of a large table. Default: the gradients of tables are dense. */
  readonly updateRowsInPlace?: UpdateRowsInPlace | undefined;
  /** Records predictions of small models, which take longer in the engine than in kernels. Default: nothing is recorded. */
  readonly recordReplay?: RecordReplay | undefined;
  /**
   * Why the running backend cannot go on, once it cannot (a worker has ended): it is then no longer shared, and the next
   * selection starts again. Default: never.
   */
  readonly failure?: () => string | undefined;
  /** One pass over a gradient, by which every training step learns that it is finite, and how long it is. */
  readonly sumOfSquares?: SumOfSquares | undefined;
  /** Lets gradients be added up over processes without copies. Default: tensors are read. */
  readonly numbersInPlace?: NumbersInPlace | undefined;
  /** Stops workers and releases what `init` took. */
  readonly dispose?: () => void | Promise<void>;
}
