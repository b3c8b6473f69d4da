import type { Tensor } from '@seqloom/backend';
import { createRandom, type Random } from '@seqloom/random';
import type { LogitsRequest } from './logits.ts';

/** A change of what a layer keeps between calls, such as the states of a stateful one. One of the two is called once. */
export interface PendingChange {
  /**
   * The values that weights are about to follow, float32, such as moving statistics. Who trains on a part of a batch may put the
   * means over all parts in their places; it then releases those that were there.
   */
  readonly values?: Tensor[];
  commit(): void;
  /** Releases what the change would have kept. */
  discard(): void;
}

/** What a layer is told with every call. */
export interface CallContext {
  /** Whether dropout and the like are active. */
  readonly training: boolean;
  /** `[B, T]` bool: which time steps count. Absent when all do. */
  readonly mask?: Tensor | undefined;
  /** Those of a layer with several inputs: one for each that has one. */
  readonly masks?: readonly (Tensor | undefined)[] | undefined;
  /**
   * The random numbers of one purpose in this call, keyed by the run's seed, the given path and the training step.
   * A layer passes its `path`, with a suffix when it needs several: `` context.random(`${this.path}/recurrent`) ``.
   *
   * Over several ranks an array that is filled has to have the rows of the batch as its first axis: each rank fills its own. What is the
   * same for all rows is drawn one number at a time.
   */
  readonly random: (path: string) => Random;
  /** Asks the layer for what enters the activation that makes its output. Only a model's last layer is asked. */
  readonly logits?: LogitsRequest | undefined;
  /** The same for each output of a model that has several. */
  readonly outputLogits?: readonly (LogitsRequest | undefined)[] | undefined;
  /** The states a recurrent layer starts from, each `[B, U]`. Absent: zeros, or its last ones when it is stateful. */
  readonly initialState?: readonly Tensor[] | undefined;
  /** `[B, T, S]` bool: which steps of the value each step of the query sees. Only layers that support it take one. */
  readonly attentionMask?: Tensor | undefined;
  /**
   * Takes a change that is to wait until the training step has proved good: a step with a NaN changes nothing. Absent: the
   * layer changes at once. A layer hands it on to the layers within, as it does with the rest of the context.
   */
  readonly defer?: ((change: PendingChange) => void) | undefined;
  /**
   * Sees the output of every layer that is given the context, once it is computed; the tensors stay the layer's. It serves to find the
   * layer that a number comes from.
   */
  readonly observe?:
    | ((layer: { readonly label: string }, output: Tensor | readonly Tensor[]) => void)
    | undefined;
}

/** What a layer is told when its parameters are made. */
export interface BuildContext {
  /** The layer's place in its model, for instance `bidirectional/forward_lstm`; it names parameters and streams. */
  readonly path: string;
  /** The random numbers for the initial values of the parameter at a path. */
  readonly random: (path: string) => Random;
  /** Values that take the initializer's place, for instance from a file. May refuse a shape by throwing. */
  readonly initial?: ((path: string, shape: readonly number[]) => Float32Array | undefined) | undefined;
}

/** The streams that initial values are drawn from. Equal seeds and paths give equal values. */
export function initialRandom(seed: number): (path: string) => Random {
  return (path) => createRandom(seed, `initial/${path}`);
}

/** The streams that layers draw from in one training step. Equal seeds, paths and steps give equal numbers. */
export function stepRandom(seed: number, step: number): (path: string) => Random {
  return (path) => createRandom(seed, `step/${path}`, step);
}
