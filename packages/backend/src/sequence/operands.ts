import type { ActivationName } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';

/** What every recurrent layer over a whole sequence is given. Weights have Keras' layout, gates side by side. */
export interface SequenceOperands {
  /** `[B, T, D]` float32 */
  readonly x: Tensor;
  /** `[D, G·U]` */
  readonly kernel: Tensor;
  /** `[U, G·U]` */
  readonly recurrentKernel: Tensor;
  /** `[G·U]`. Default none. */
  readonly bias?: Tensor | undefined;
  /** `[B, U]`, the state before the first step. Default zeros. */
  readonly h0?: Tensor | undefined;
  /** `[B, T]` bool: where it is false the step is skipped, the state is carried over and `h` repeats it. Default none. */
  readonly mask?: Tensor | undefined;
  /**
   * `[B, U]`: multiplies h before the product with `recurrentKernel` (recurrent dropout), never the carried state. No
   * gradient flows to it. Default none.
   */
  readonly recurrentMask?: Tensor | undefined;
  /** Default `tanh`. */
  readonly activation?: ActivationName | undefined;
  /** From the last time to the first. `h` stays in the order of the input. Default false. */
  readonly goBackwards?: boolean | undefined;
  /** Whether `h` is wanted. Default false. */
  readonly returnSequences?: boolean | undefined;
}

/** What a recurrent layer over a whole sequence returns. */
export interface SequenceResult {
  /** `[B, T, U]`, the state after each step, indexed by input time; undefined unless `returnSequences`. */
  readonly h: Tensor | undefined;
  /** `[B, U]`, the state after the last step. */
  readonly hLast: Tensor;
}
