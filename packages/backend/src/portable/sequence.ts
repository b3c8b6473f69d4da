import type { PortableKernel } from '../contract/kernel.ts';
import type {
  GRUInputs,
  LSTMInputs,
  SequenceAttributes,
  SequenceGradientAttributes,
  SequenceGradientInputs,
  SequenceGradients,
  SequenceInputs,
} from '../contract/kernel-table.ts';
import type { Tensor } from '../contract/tensor.ts';
import { add } from '../engine/arithmetic.ts';
import { cast } from '../engine/cast.ts';
import { where } from '../engine/compare.ts';
import { zeros } from '../engine/create.ts';
import { stack } from '../engine/join.ts';
import { matMul } from '../engine/linear.ts';
import { dispose, tidy } from '../engine/memory.ts';
import { sum } from '../engine/reduce.ts';
import { reshape } from '../engine/shape.ts';
import { slice } from '../engine/slice-and-pad.ts';
import type { Cell, CellOptions, State, StepGradients, StepWeights } from './sequence-cell.ts';
import { gruCell } from './sequence-gru.ts';
import { lstmCell } from './sequence-lstm.ts';
import { simpleRNNCell } from './sequence-simple-rnn.ts';

/** The operands of every cell: c0 is for an LSTM, recurrentBias for a GRU. */
type Inputs = SequenceInputs<Tensor> & GRUInputs<Tensor> & LSTMInputs<Tensor>;

/**
 * Recurrent layers as engine operations, one step after the other.
 *
 * Here the cache holds the states before each step, `[states, T, B, U]` in the order of processing; the way back
 * computes each step once more.
 */
export const simpleRNNSequence: PortableKernel<'SimpleRNNSequence'> = {
  name: 'SimpleRNNSequence',
  run(inputs, attributes) {
    const { h, last, cache } = forward(simpleRNNCell(attributes), inputs, attributes);
    return { h, hLast: last[0]!, cache };
  },
};

export const simpleRNNSequenceGrad: PortableKernel<'SimpleRNNSequenceGrad'> = {
  name: 'SimpleRNNSequenceGrad',
  run(inputs, attributes) {
    const { dState, gradients } = backward(simpleRNNCell(attributes), inputs, attributes);
    return { ...gradients, dh0: inputs.h0 && dState[0] };
  },
};

export const gruSequence: PortableKernel<'GRUSequence'> = {
  name: 'GRUSequence',
  run(inputs, attributes) {
    const { h, last, cache } = forward(gruCell(attributes), inputs, attributes);
    return { h, hLast: last[0]!, cache };
  },
};

export const gruSequenceGrad: PortableKernel<'GRUSequenceGrad'> = {
  name: 'GRUSequenceGrad',
  run(inputs, attributes) {
    const { dState, gradients, dRecurrentBias } = backward(gruCell(attributes), inputs, attributes);
    return { ...gradients, dRecurrentBias, dh0: inputs.h0 && dState[0] };
  },
};

export const lstmSequence: PortableKernel<'LSTMSequence'> = {
  name: 'LSTMSequence',
  run(inputs, attributes) {
    const { h, last, cache } = forward(lstmCell(attributes), inputs, attributes);
    return { h, hLast: last[0]!, cLast: last[1]!, cache };
  },
};

export const lstmSequenceGrad: PortableKernel<'LSTMSequenceGrad'> = {
  name: 'LSTMSequenceGrad',
  run(inputs, attributes) {
    const { dState, gradients } = backward(lstmCell(attributes), inputs, attributes);
    return { ...gradients, dh0: inputs.h0 && dState[0], dc0: inputs.c0 && dState[1] };
  },
};

/** Which cells there are. */
export type SequenceCellName = 'SimpleRNN' | 'GRU' | 'LSTM';

const CELLS: Readonly<Record<SequenceCellName, (options: CellOptions) => Cell>> = {
  SimpleRNN: simpleRNNCell,
  GRU: gruCell,
  LSTM: lstmCell,
};

/** States and gates of all steps, by input time. */
export interface SequenceTrace {
  /** `[B, U]` after each step: h, and c in an LSTM. */
  readonly states: readonly State[];
  /** `[B, U]` each, by name. */
  readonly gates: readonly Readonly<Record<string, Tensor>>[];
}

/** Runs a cell and keeps what it does at each step. */
export function traceCell(
  name: SequenceCellName,
  inputs: Inputs,
  attributes: CellOptions & Pick<SequenceAttributes, 'goBackwards'>,
): SequenceTrace {
  const run = prepare(CELLS[name](attributes), inputs, attributes.goBackwards);
  const [states, gates]: [State[], Readonly<Record<string, Tensor>>[]] = [[], []];
  walk(run, (t, state, next) => {
    states[t] = next;
    gates[t] = tidy(() => run.cell.step(run.projectedAt(t), state, run.weights).gates);
  });
  return { states, gates };
}

interface ForwardResult {
  /** Only with `returnSequences`. */
  readonly h: Tensor | undefined;
  /** The state after the last step. */
  readonly last: State;
  /** Only with `keep`. */
  readonly cache: Tensor | undefined;
}

function forward(cell: Cell, inputs: Inputs, attributes: SequenceAttributes): ForwardResult {
  const run = prepare(cell, inputs, attributes.goBackwards);
  const before: State[] = [];
  const outputs: Tensor[] = [];
  const last = walk(run, (t, state, next) => {
    before.push(state);
    outputs[t] = next[0]!;
  });
  const cache = () => stack(last.map((_, i) => stack(before.map((state) => state[i]!))));
  return {
    h: attributes.returnSequences ? stack(outputs, 1) : undefined,
    last,
    cache: attributes.keep ? cache() : undefined,
  };
}

interface BackwardResult {
  readonly gradients: Omit<SequenceGradients<Tensor>, 'dh0'>;
  /** Where `recurrentBias` is given. */
  readonly dRecurrentBias: Tensor | undefined;
  /** Of the state before the first step. */
  readonly dState: State;
}

function backward(
  cell: Cell,
  inputs: Inputs & SequenceGradientInputs<Tensor> & { readonly dcLast?: Tensor },
  attributes: SequenceAttributes & SequenceGradientAttributes,
): BackwardResult {
  // NaN in a skipped step would come back as 0 · NaN, through its gates and through the gradient of the kernel.
  const x = inputs.mask ? zeroSkipped(inputs.x, inputs.mask) : inputs.x;
  const run = prepare(cell, { ...inputs, x }, attributes.goBackwards);
  const { batch, time, units, projectedAt, weights } = run;
  const { kernel, bias, cache, dh, dhLast, dcLast } = inputs;
  const stateBefore = (s: number): State =>
    Array.from({ length: cell.states }, (_, i) =>
      reshape(slice(cache, [i, s, 0, 0], [1, 1, batch, units]), [batch, units]),
    );
  const projected: Tensor[] = [];
  let recurrent: Pick<StepGradients, 'recurrentKernel' | 'recurrentBias'> | undefined;
  let dState: State = dcLast ? [dhLast, dcLast] : [dhLast];
  for (let s = time - 1; s >= 0; s--) {
    const t = run.timeOf(s);
    const step = tidy(() => {
      const total = dh ? [add(dState[0]!, at(dh, t)), ...dState.slice(1)] : dState;
      const { active, idle } = run.split(total, t);
      const gradients = cell.step(projectedAt(t), stateBefore(s), weights).back(active);
      const { recurrentBias } = gradients;
      return {
        ...gradients,
        state: idle ? gradients.state.map((g, i) => add(g, idle[i]!)) : gradients.state,
        recurrentKernel: plus(recurrent?.recurrentKernel, gradients.recurrentKernel),
        recurrentBias: recurrentBias && plus(recurrent?.recurrentBias, recurrentBias),
      };
    });
    if (recurrent)
      dispose(recurrent.recurrentKernel, ...(recurrent.recurrentBias ? [recurrent.recurrentBias] : []));
    projected[t] = step.projected;
    recurrent = step;
    dState = step.state;
  }
  const features = x.shape[2]!;
  const rows = reshape(stack(projected, 1), [batch * time, -1]);
  return {
    gradients: {
      dx: attributes.inputGradient ? reshape(matMul(rows, kernel, { transposeB: true }), x.shape) : undefined,
      dKernel: matMul(reshape(x, [-1, features]), rows, { transposeA: true }),
      dRecurrentKernel: recurrent!.recurrentKernel,
      dBias: bias && sum(rows, 0),
    },
    dRecurrentBias: recurrent!.recurrentBias,
    dState,
  };
}

/** What forward, backward and trace share. */
interface Run {
  readonly cell: Cell;
  readonly weights: StepWeights;
  readonly batch: number;
  readonly time: number;
  readonly units: number;
  readonly initial: State;
  /** Input time of step s. */
  readonly timeOf: (s: number) => number;
  /** x·kernel + bias at an input time, `[B, G·U]`. */
  readonly projectedAt: (t: number) => Tensor;
  /** `next` where the mask takes the step, `state` where it skips it. */
  readonly carry: (next: State, state: State, t: number) => State;
  /** A state gradient, split in what goes through the step and what goes around it. */
  readonly split: (gradient: State, t: number) => { active: State; idle?: State };
}

function prepare(cell: Cell, inputs: Inputs, goBackwards: boolean): Run {
  const { x, kernel, recurrentKernel, bias, recurrentBias, recurrentMask, h0, c0, mask } = inputs;
  const [batch, time, features] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0]!;
  const product = matMul(reshape(x, [-1, features]), kernel);
  const projected = reshape(bias ? add(product, bias) : product, [batch, time, cell.gates * units]);
  const nothing = zeros([batch, units]);
  // Bytes cannot be sliced or broadcast on every backend.
  const counts = mask && reshape(cast(mask, 'int32'), [batch, time, 1]);
  const spread = zeros([batch, units], 'int32');
  const live = (t: number): Tensor => cast(add(at(counts!, t), spread), 'bool');
  return {
    cell,
    weights: { recurrentKernel, recurrentBias, recurrentMask },
    batch,
    time,
    units,
    initial: [h0, c0].slice(0, cell.states).map((given) => given ?? nothing),
    timeOf: (s) => (goBackwards ? time - 1 - s : s),
    projectedAt: (t) => at(projected, t),
    carry(next, state, t) {
      if (!mask) return next;
      const taken = live(t);
      return next.map((tensor, i) => where(taken, tensor, state[i]!));
    },
    split(gradient, t) {
      if (!mask) return { active: gradient };
      const taken = live(t);
      return {
        active: gradient.map((tensor) => where(taken, tensor, nothing)),
        idle: gradient.map((tensor) => where(taken, nothing, tensor)),
      };
    },
  };
}

/** Runs all steps in the order of processing; returns the last state. */
function walk(run: Run, visit: (t: number, state: State, next: State) => void): State {
  let state = run.initial;
  for (let s = 0; s < run.time; s++) {
    const t = run.timeOf(s);
    const next = tidy(() => run.carry(run.cell.step(run.projectedAt(t), state, run.weights).state, state, t));
    visit(t, state, next);
    state = next;
  }
  return state;
}

/** `[B, T, N]` at one time, `[B, N]`. */
function at(x: Tensor, t: number): Tensor {
  const [batch, , width] = x.shape as [number, number, number];
  return reshape(slice(x, [0, t, 0], [batch, 1, width]), [batch, width]);
}

/** Zeros in place of the steps that a mask skips. */
function zeroSkipped(x: Tensor, mask: Tensor): Tensor {
  return where(reshape(mask, [...mask.shape, 1]), x, zeros(x.shape));
}

function plus(total: Tensor | undefined, term: Tensor): Tensor {
  return total ? add(total, term) : term;
}
