import type { ActivationName, FusedActivation } from './activation.ts';
import type { TensorHandle } from './tensor.ts';

/**
 * The signatures of kernels: for each its inputs, attributes and outputs. `runKernel`, the portable bodies and the bodies
 * of backends ({@link BackendKernel}) are typed by it. A kernel may rely on what is said here: operations check it.
 *
 * A kernel with one output returns it; one with several returns them by name. An input or output with `?` may be missing.
 * Letters in shapes: B sequences, T steps, D features, U units, G gates, C channels, K taps, F filters. Tensors are
 * float32 unless said otherwise; sizes are positive.
 *
 * @typeParam T what a tensor is: {@link TensorHandle} to the body of a backend, {@link Tensor} to operations
 */
export interface KernelTable<T = TensorHandle> extends SeqloomKernels<T>, TfjsKernels<T> {}

/** Kernels of this package. Each has a portable body, which runs where a backend has none. */
export interface SeqloomKernels<T = TensorHandle> {
  /** A simple recurrent layer over all steps, `hₜ = act(xₜ·W + b + hₜ₋₁·U)`; G = 1. Its inputs: {@link SequenceInputs}. */
  SimpleRNNSequence: {
    inputs: SequenceInputs<T>;
    attributes: SequenceAttributes;
    outputs: SequenceOutputs<T>;
  };
  /**
   * The way back through `SimpleRNNSequence`: the gradients of its inputs. Its own: those and {@link SequenceGradientInputs}.
   */
  SimpleRNNSequenceGrad: {
    inputs: SequenceInputs<T> & SequenceGradientInputs<T>;
    attributes: SequenceAttributes & SequenceGradientAttributes;
    outputs: SequenceGradients<T>;
  };
  /**
   * A gated recurrent unit over all steps; G = 3, gates in the order z r h:
   * `z, r = act_r(xₜ·W + b + hₜ₋₁·U + b')`, `n = act(xₜ·W + b + r∘(hₜ₋₁·U + b'))` with `resetAfter`, else
   * `act(xₜ·W + b + (r∘hₜ₋₁)·U)`, and `hₜ = z∘hₜ₋₁ + (1 − z)∘n`. Its inputs: {@link SequenceInputs}, {@link GRUInputs}.
   */
  GRUSequence: {
    inputs: SequenceInputs<T> & GRUInputs<T>;
    attributes: SequenceAttributes & GateAttributes & GRUAttributes;
    outputs: SequenceOutputs<T>;
  };
  /** The way back through `GRUSequence`: the gradients of its inputs. Its own: those and {@link SequenceGradientInputs}. */
  GRUSequenceGrad: {
    inputs: SequenceInputs<T> & GRUInputs<T> & SequenceGradientInputs<T>;
    attributes: SequenceAttributes & GateAttributes & GRUAttributes & SequenceGradientAttributes;
    outputs: SequenceGradients<T> & {
      /** `[G·U]`, where `recurrentBias` is given. */
      readonly dRecurrentBias?: T | undefined;
    };
  };
  /**
   * Long short-term memory over all steps; G = 4, gates in the order i f g o:
   * `i, f, o = act_r(xₜ·W + b + hₜ₋₁·U)`, `g = act(xₜ·W + b + hₜ₋₁·U)`, `cₜ = f∘cₜ₋₁ + i∘g`, `hₜ = o∘act(cₜ)`.
   * Its inputs: {@link SequenceInputs}, {@link LSTMInputs}.
   */
  LSTMSequence: {
    inputs: SequenceInputs<T> & LSTMInputs<T>;
    attributes: SequenceAttributes & GateAttributes;
    outputs: SequenceOutputs<T> & {
      /** `[B, U]`, the memory after the last step. */
      readonly cLast: T;
    };
  };
  /** The way back through `LSTMSequence`: the gradients of its inputs. Its own: those and {@link SequenceGradientInputs}. */
  LSTMSequenceGrad: {
    inputs: SequenceInputs<T> &
      LSTMInputs<T> &
      SequenceGradientInputs<T> & {
        /** `[B, U]`, gradient of `cLast`. */
        readonly dcLast: T;
      };
    attributes: SequenceAttributes & GateAttributes & SequenceGradientAttributes;
    outputs: SequenceGradients<T> & {
      /** `[B, U]`, where `c0` is given. */
      readonly dc0?: T | undefined;
    };
  };

  /**
   * `y[b, t, f] = act(bias[f] + Σ x[b, t · stride + k · dilation − padLeft, c] · filter[k, c, f])`, x being 0 outside:
   * → `y: [B, T', F]` with `T' = ⌊(T + padLeft + padRight − (K − 1) · dilation − 1) / stride⌋ + 1`. Group g of the filters
   * sees group g of the channels.
   */
  Conv1D: {
    inputs: {
      /** `[B, T, C]` */
      readonly x: T;
      /** `[K, C / groups, F]` */
      readonly filter: T;
      /** `[F]`. Missing: zeros. */
      readonly bias?: T | undefined;
    };
    attributes: ConvolutionAttributes & { readonly activation: FusedActivation };
    outputs: T;
  };
  /** The gradient of `Conv1D` (`linear`) with respect to x: → `dx: [B, length, C]`. */
  Conv1DInputGrad: {
    inputs: {
      /** `[B, T', F]` */
      readonly dy: T;
      /** `[K, C / groups, F]` */
      readonly filter: T;
    };
    attributes: ConvolutionAttributes & {
      /** T of x. */
      readonly length: number;
    };
    outputs: T;
  };
  /** The gradient of `Conv1D` (`linear`) with respect to the filter: → `dFilter: [kernelSize, C / groups, F]`. */
  Conv1DFilterGrad: {
    inputs: {
      /** `[B, T, C]` */
      readonly x: T;
      /** `[B, T', F]` */
      readonly dy: T;
    };
    attributes: ConvolutionAttributes & {
      /** K of the filter. */
      readonly kernelSize: number;
    };
    outputs: T;
  };

  /**
   * The largest value of each window, steps outside x left out:
   * `x: [B, T, C]` → `y: [B, T', C]` with `T' = ⌊(T + padLeft + padRight − poolSize) / stride⌋ + 1`.
   */
  MaxPool1D: { inputs: { readonly x: T }; attributes: PoolAttributes; outputs: T };
  /** `x: [B, T, C]`, `y, dy: [B, T', C]` → `dx: [B, T, C]`: dy at the first step of each window that holds y. */
  MaxPool1DGrad: {
    inputs: { readonly x: T; readonly y: T; readonly dy: T };
    attributes: PoolAttributes;
    outputs: T;
  };
  /** The mean of each window over its steps inside x: `x: [B, T, C]` → `y: [B, T', C]`, T' as in `MaxPool1D`. */
  AvgPool1D: { inputs: { readonly x: T }; attributes: PoolAttributes; outputs: T };
  /** `dy: [B, T', C]` → `dx: [B, length, C]`: each dy in equal parts at the steps of its window inside x. */
  AvgPool1DGrad: {
    inputs: { readonly dy: T };
    attributes: PoolAttributes & {
      /** T of x. */
      readonly length: number;
    };
    outputs: T;
  };

  /**
   * Attention of N heads: `y[b, t, n] = Σₛ pₜₛ v[b, s, n]` with `pₜ = softmaxₛ(scale · q[b, t, n]·k[b, s, n])` over the steps s
   * that count: those of `keyMask`, of `attentionMask` and, with `causal`, the first t + 1. A row t that `queryMask` skips, or for which
   * no step counts, is zeros.
   */
  Attention: {
    inputs: AttentionInputs<T>;
    attributes: AttentionAttributes;
    outputs: {
      /** `[B, T, N, V]` */
      readonly y: T;
      /** `[B, N, T]`: `log Σₛ exp(scale · q·k)`; 0 for a row of zeros. */
      readonly logSumExp: T;
    };
  };
  /** The way back through `Attention`: the gradients of q, k and v. */
  AttentionGrad: {
    inputs: AttentionInputs<T> & {
      /** As the forward kernel returned it. */
      readonly y: T;
      /** As the forward kernel returned it. */
      readonly logSumExp: T;
      /** `[B, T, N, V]`, gradient of `y`. */
      readonly dy: T;
    };
    attributes: AttentionAttributes;
    outputs: { readonly dq: T; readonly dk: T; readonly dv: T };
  };

  /** `dz = dy · act′(z)`, from `y = act(z)`: `dy, y: [...]` → `dz: [...]`. */
  ActivationGrad: {
    inputs: { readonly dy: T; readonly y: T };
    attributes: { readonly activation: Exclude<FusedActivation, 'linear'> };
    outputs: T;
  };
  /** Row v of the result is the sum of the rows of x with id v: `x: [N, D]`, `segmentIds: [N]` int32 → `[numSegments, D]`. */
  UnsortedSegmentSum: {
    inputs: { readonly x: T; readonly segmentIds: T };
    attributes: { readonly numSegments: number };
    outputs: T;
  };
  /** Repeats x `reps[i]` times along axis i, in every dtype: `x: [n₀, …]` → `[reps[0] · n₀, …]`. */
  Tile: {
    inputs: { readonly x: T };
    attributes: { readonly reps: readonly number[] };
    outputs: T;
  };
}

/**
 * Kernels of tfjs that a backend may have faster bodies for, as the engine and tfjs call them. What is not said here is
 * as in tfjs. A body takes the calls it can do (`accepts`), tfjs's body the others: the dtypes are any.
 */
export interface TfjsKernels<T = TensorHandle> {
  /** Rows of a table by number: `x: [V, D]`, `indices: [...]` int32 → `[..., D]` with `axis` 0 and `batchDims` 0. */
  GatherV2: {
    inputs: { readonly x: T; readonly indices: T };
    attributes: { readonly axis: number; readonly batchDims?: number | undefined };
    outputs: T;
  };
  /** `a: [..., M, K]`, `b: [..., K, N]` → `[..., M, N]`, each transposed first in its last two axes where an attribute says so. */
  BatchMatMul: {
    inputs: { readonly a: T; readonly b: T };
    attributes: TransposeAttributes;
    outputs: T;
  };
  /** `act(a·b + bias)`, shapes as in `BatchMatMul`, `bias: [N]`; `activation` in tfjs's names, missing for `linear`. */
  _FusedMatMul: {
    inputs: {
      readonly a: T;
      readonly b: T;
      readonly bias?: T | undefined;
      readonly preluActivationWeights?: T | undefined;
    };
    attributes: TransposeAttributes & { readonly activation?: string | null | undefined };
    outputs: T;
  };
  /** The sum over some axes, all of them where `axis` is missing: `x: [...]` → the other axes, or 1 with `keepDims`. */
  Sum: Reduction<T>;
  /** The mean over some axes; axes as in `Sum`. */
  Mean: Reduction<T>;
  /** The maximum over some axes; axes as in `Sum`. */
  Max: Reduction<T>;
  /** x backwards along the axes `dims`: `x: [...]` → the same shape. */
  Reverse: {
    inputs: { readonly x: T };
    attributes: { readonly dims: readonly number[] };
    outputs: T;
  };
  /** Tensors one after the other along `axis`; they are the inputs '0', '1', …: `[..., nᵢ, ...]` → `[..., Σ nᵢ, ...]`. */
  Concat: {
    inputs: Readonly<Record<string, T>>;
    attributes: { readonly axis: number };
    outputs: T;
  };
  /** The part of x from `begin` on, of shape `size`; a size of −1 reaches to the end. */
  Slice: {
    inputs: { readonly x: T };
    attributes: { readonly begin: readonly number[]; readonly size: readonly number[] };
    outputs: T;
  };
  /** A second handle on the numbers of x, of every dtype: `x: [...]` → the same shape. */
  Identity: { inputs: { readonly x: T }; attributes: NoAttributes; outputs: T };
  /** `tanh(x)` element by element: `x: [...]` → the same shape. */
  Tanh: { inputs: { readonly x: T }; attributes: NoAttributes; outputs: T };
  /** `1 / (1 + e^−x)` element by element: `x: [...]` → the same shape. */
  Sigmoid: { inputs: { readonly x: T }; attributes: NoAttributes; outputs: T };
}

/** A kernel of the table. */
export type KernelName = keyof KernelTable;

/** Inputs of all sequence kernels. Weights have Keras' layout, gates side by side. */
export interface SequenceInputs<T> {
  /** `[B, T, D]` */
  readonly x: T;
  /** `[D, G·U]`, W */
  readonly kernel: T;
  /** `[U, G·U]`, U */
  readonly recurrentKernel: T;
  /** `[G·U]`, b. Missing: zeros. */
  readonly bias?: T | undefined;
  /** `[B, U]`, the state before the first step. Missing: zeros. */
  readonly h0?: T | undefined;
  /** `[B, T]` bool: where it is 0 the step is skipped and h is carried over (c too). Missing: no step is skipped. */
  readonly mask?: T | undefined;
  /** `[B, U]`: multiplies h before the product with `recurrentKernel`, never the h that is carried over. Missing: ones. */
  readonly recurrentMask?: T | undefined;
}

/** What a GRU has beside {@link SequenceInputs}. */
export interface GRUInputs<T> {
  /** `[G·U]`, b', only with `resetAfter`. Missing: zeros. */
  readonly recurrentBias?: T | undefined;
}

/** What an LSTM has beside {@link SequenceInputs}. */
export interface LSTMInputs<T> {
  /** `[B, U]`, the memory before the first step. Missing: zeros. */
  readonly c0?: T | undefined;
}

/** Attributes of all sequence kernels. */
export interface SequenceAttributes {
  /** act */
  readonly activation: ActivationName;
  /** Whether the steps are taken from the last time to the first. */
  readonly goBackwards: boolean;
  /** Whether `h` is an output. */
  readonly returnSequences: boolean;
  /** Whether `cache` is an output: a gradient will be asked for. */
  readonly keep: boolean;
}

/** What kernels with gates have beside {@link SequenceAttributes}. */
export interface GateAttributes {
  /** act_r */
  readonly recurrentActivation: ActivationName;
}

/** What a GRU has beside {@link GateAttributes}. */
export interface GRUAttributes {
  /** Whether the reset gate multiplies h·U rather than h. */
  readonly resetAfter: boolean;
}

/** Outputs of the sequence kernels. */
export interface SequenceOutputs<T> {
  /** `[B, T, U]`, the state after each step, indexed by input time also with `goBackwards`; with `returnSequences` only. */
  readonly h?: T | undefined;
  /** `[B, U]`, the state after the last step taken. */
  readonly hLast: T;
  /** float32 of any shape, with `keep` only: read by nothing but the gradient kernel of the same backend and attributes. */
  readonly cache?: T | undefined;
}

/** What the gradient kernels of sequences are given beside the inputs of the forward kernel. */
export interface SequenceGradientInputs<T> {
  /** As the forward kernel returned it. */
  readonly cache: T;
  /** `[B, T, U]`, gradient of `h`. Missing: zeros. */
  readonly dh?: T | undefined;
  /** `[B, U]`, gradient of `hLast`. */
  readonly dhLast: T;
}

/** What the gradient kernels of sequences have beside the attributes of the forward kernel. */
export interface SequenceGradientAttributes {
  /** Whether `dx` is an output. */
  readonly inputGradient: boolean;
}

/** Outputs of the gradient kernels of sequences. No gradient flows to the masks. */
export interface SequenceGradients<T> {
  /** `[B, T, D]`, with `inputGradient` only. */
  readonly dx?: T | undefined;
  /** `[D, G·U]` */
  readonly dKernel: T;
  /** `[U, G·U]` */
  readonly dRecurrentKernel: T;
  /** `[G·U]`, where `bias` is given. */
  readonly dBias?: T | undefined;
  /** `[B, U]`, where `h0` is given. */
  readonly dh0?: T | undefined;
}

/** Inputs of both attention kernels: N heads, H features of query and key, V features of value, S steps of key and value. */
export interface AttentionInputs<T> {
  /** `[B, T, N, H]` */
  readonly q: T;
  /** `[B, S, N, H]` */
  readonly k: T;
  /** `[B, S, N, V]` */
  readonly v: T;
  /** `[B, T]` bool. Missing: every row counts. */
  readonly queryMask?: T | undefined;
  /** `[B, S]` bool. Missing: every step counts. */
  readonly keyMask?: T | undefined;
  /** `[B, T, S]` or `[1, T, S]` bool: which steps count for which row. Missing: all. */
  readonly attentionMask?: T | undefined;
}

/** Attributes of both attention kernels. */
export interface AttentionAttributes {
  /** Whether row t sees the first t + 1 steps only. */
  readonly causal: boolean;
  /** Multiplies the products of query and key. */
  readonly scale: number;
}

/** How the windows of a pooling lie over a sequence. */
export interface PoolAttributes {
  /** Steps in a window. */
  readonly poolSize: number;
  /** Steps from one window to the next. */
  readonly stride: number;
  /** Steps that the first window begins before x. */
  readonly padLeft: number;
  /** Steps that windows may reach beyond the end of x. */
  readonly padRight: number;
}

/** How the windows of a convolution lie over a sequence. */
export interface ConvolutionAttributes {
  /** Steps from one window to the next. */
  readonly stride: number;
  /** Steps from one tap of a window to the next. */
  readonly dilation: number;
  /** Zeros before the first step. */
  readonly padLeft: number;
  /** Zeros after the last step. */
  readonly padRight: number;
  /** Groups of channels; C and F are multiples of it. */
  readonly groups: number;
}

/** Which operands of a product are transposed in their last two axes; missing: not. */
export interface TransposeAttributes {
  readonly transposeA?: boolean | undefined;
  readonly transposeB?: boolean | undefined;
}

/** A kernel without attributes. */
export type NoAttributes = Readonly<Record<string, never>>;

/** A reduction over some axes. */
export interface Reduction<T> {
  readonly inputs: { readonly x: T };
  readonly attributes: {
    readonly axis?: number | readonly number[] | undefined;
    /** tfjs's name of `axis` in `Max`. */
    readonly reductionIndices?: number | readonly number[] | undefined;
    readonly keepDims?: boolean | undefined;
  };
  readonly outputs: T;
}
