import type { ActivationName } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { mul } from '../engine/arithmetic.ts';
import { slice } from '../engine/slice-and-pad.ts';

/** The state between two steps: h, and in an LSTM c, each `[B, U]`. */
export type State = readonly Tensor[];

/** What every step of a sequence shares. */
export interface StepWeights {
  /** `[U, G·U]` */
  readonly recurrentKernel: Tensor;
  /** `[G·U]`, only in a GRU that resets after. */
  readonly recurrentBias: Tensor | undefined;
  /** `[B, U]`: multiplies h before the product with `recurrentKernel`. */
  readonly recurrentMask: Tensor | undefined;
}

/** Gradients of one step. */
export interface StepGradients {
  readonly state: State;
  /** `[B, G·U]`, of x·kernel + bias. */
  readonly projected: Tensor;
  readonly recurrentKernel: Tensor;
  readonly recurrentBias?: Tensor | undefined;
}

/** One step of a sequence. */
export interface Step {
  readonly state: State;
  /** `[B, U]` each, by name. */
  readonly gates: Readonly<Record<string, Tensor>>;
  /** From the gradient of the state after the step to the gradients of what went into it. */
  readonly back: (gradient: State) => StepGradients;
}

/** A recurrent cell in engine operations. Nothing is recorded inside a kernel, so each step brings its way back. */
export interface Cell {
  /** G of the weights `[·, G·U]`. */
  readonly gates: number;
  /** Tensors in a state. */
  readonly states: 1 | 2;
  /** @param projected `[B, G·U]`: x·kernel + bias of this step */
  readonly step: (projected: Tensor, state: State, weights: StepWeights) => Step;
}

/** The options of all cells; each takes those it has. */
export interface CellOptions {
  readonly activation: ActivationName;
  readonly recurrentActivation: ActivationName;
  readonly resetAfter: boolean;
}

/** Hidden state before the recurrent matrix product. */
export function maskedState(h: Tensor, { recurrentMask }: StepWeights): Tensor {
  return recurrentMask ? mul(h, recurrentMask) : h;
}

/** Columns `[from, from + count)` of gates of `[·, G·U]`. */
export function gateColumns(x: Tensor, units: number, from: number, count = 1): Tensor {
  return slice(x, [0, from * units], [x.shape[0]!, count * units]);
}
