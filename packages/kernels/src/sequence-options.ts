import type { KernelActivation } from './activation.ts';
import type { SequenceSizes } from './sequence-layout.ts';

/**
 * A recurrent layer over a batch of sequences: sizes, activations and operands. Weights have Keras' layout, gates in
 * the order i f g o (LSTM, G = 4) and z r h (GRU, G = 3); SimpleRNN has G = 1.
 *
 * Pointers are byte offsets of dense row-major arrays, float32 unless said otherwise.
 */
export interface SequenceOptions extends SequenceSizes {
  /** Default `tanh`. */
  readonly activation?: KernelActivation;
  /** Of the gates; not for `simpleRNN`. Default `sigmoid`. */
  readonly recurrentActivation?: KernelActivation;
  /** From the last time to the first. `h` stays in input order. Default false. */
  readonly goBackwards?: boolean;
  /** `[B, T, D]`. */
  readonly x: number;
  /** `[D, G·U]`. */
  readonly kernel: number;
  /** `[U, G·U]`. */
  readonly recurrentKernel: number;
  /** `[G·U]`. Default none. */
  readonly bias?: number;
  /** `[G·U]`, only for `gru` with `resetAfter`: the second row of Keras' bias `[2, 3U]`. Default none. */
  readonly recurrentBias?: number;
  /** `[B, U]`, the state before the first step. Default zeros. */
  readonly h0?: number;
  /** `[B, U]`, only for `lstm`. Default zeros. */
  readonly c0?: number;
  /**
   * `[B, T]` bytes: where it is 0 the step is skipped, the state is carried over and `h` repeats it. Default none.
   */
  readonly mask?: number;
  /** `[B, U]`: scales h where it enters the product with `recurrentKernel`, never the carried state. Default none. */
  readonly recurrentMask?: number;
}

/** What a forward pass writes. */
export interface SequenceForwardOptions extends SequenceOptions {
  /** `[B, T, U]`, the state after each step, indexed by input time. Default: not written. */
  readonly h?: number;
  /** `[B, U]`, the state after the last step. */
  readonly hLast: number;
  /** `[B, U]`, for `lstm`. */
  readonly cLast?: number;
  /** `sequenceCacheFloats(sizes)` floats that a backward pass will read. Default: nothing is kept. */
  readonly cache?: number;
}

/** What a backward pass reads besides the operands of its forward pass, and writes. */
export interface SequenceBackwardOptions extends SequenceOptions {
  /** As the forward pass with the same operands left it. Read only. */
  readonly cache: number;
  /** `[B, T, U]`, gradient of `h`. Default zeros. */
  readonly dh?: number;
  /** `[B, U]`, gradient of `hLast`. Default zeros. */
  readonly dhLast?: number;
  /** `[B, U]`, gradient of `cLast`. Default zeros. */
  readonly dcLast?: number;
  /** `[B, T, D]`. Default: not computed. */
  readonly dx?: number;
  /** `[D, G·U]`. */
  readonly dKernel: number;
  /** `[U, G·U]`. */
  readonly dRecurrentKernel: number;
  /** `[G·U]`. Default: not written. */
  readonly dBias?: number;
  /** `[G·U]`. Default: not written. */
  readonly dRecurrentBias?: number;
  /** `[B, U]`. Default: not written. */
  readonly dh0?: number;
  /** `[B, U]`. Default: not written. */
  readonly dc0?: number;
}
