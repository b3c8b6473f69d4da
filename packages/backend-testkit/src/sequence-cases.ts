import * as s from '@seqloom/backend';
import { numbers } from './numbers.ts';

/** What runs over a sequence. */
export type Cell = s.SequenceCellName;
/** Operands of any of the three operations. */
export type Operands = s.GRUOperands & s.LSTMOperands;

/** What varies between cases; what is left out is off. */
export interface SequenceCase {
  readonly shape: readonly [batch: number, time: number, features: number, units: number];
  readonly goBackwards?: boolean;
  readonly returnSequences?: boolean;
  readonly bias?: boolean;
  readonly initial?: boolean;
  /** Position of the skipped steps. */
  readonly mask?: 'before' | 'after' | 'anywhere' | 'all';
  readonly recurrentMask?: boolean;
  readonly resetBefore?: boolean;
  readonly activation?: s.ActivationName;
  readonly recurrentActivation?: s.ActivationName;
}

/** G of the weights, and the operation. */
export const CELLS: Readonly<
  Record<Cell, { gates: number; run: (operands: Operands) => Partial<s.LSTMResult> }>
> = {
  SimpleRNN: { gates: 1, run: s.simpleRNNSequence },
  GRU: { gates: 3, run: s.gruSequence },
  LSTM: { gates: 4, run: s.lstmSequence },
};

/** Sizes of one, odd sizes, both directions, every option. */
export const CASES: readonly SequenceCase[] = [
  { shape: [1, 1, 1, 1] },
  { shape: [1, 1, 3, 5], bias: true, initial: true, returnSequences: true, mask: 'all' },
  { shape: [1, 9, 4, 7], goBackwards: true, returnSequences: true, recurrentMask: true },
  { shape: [2, 6, 5, 3], bias: true, mask: 'before', recurrentActivation: 'hardSigmoid' },
  { shape: [3, 7, 2, 8], bias: true, mask: 'after', returnSequences: true, goBackwards: true },
  { shape: [17, 5, 3, 6], initial: true, mask: 'anywhere', recurrentMask: true, bias: true },
  { shape: [5, 12, 14, 33], bias: true, resetBefore: true, returnSequences: true },
  { shape: [19, 4, 1, 2], resetBefore: true, initial: true, mask: 'anywhere', recurrentMask: true },
  { shape: [2, 21, 3, 4], activation: 'relu', bias: true, goBackwards: true, initial: true },
  {
    shape: [3, 4, 6, 5],
    activation: 'softsign',
    recurrentActivation: 'tanh',
    mask: 'before',
    returnSequences: true,
  },
  { shape: [2, 5, 3, 4], activation: 'silu', bias: true, mask: 'anywhere', goBackwards: true },
  { shape: [33, 3, 2, 1], activation: 'elu', recurrentActivation: 'hardSigmoid', bias: true, initial: true },
];

/** Deterministic operands of a case. */
export function operandsOf(cell: Cell, c: SequenceCase): Operands {
  const [B, T, D, U] = c.shape;
  const columns = CELLS[cell].gates * U;
  const draw = (shape: readonly number[], seed: number, size = 1) =>
    s.tensor(
      numbers(
        shape.reduce((a, b) => a * b),
        seed,
        -size,
        size,
      ),
      shape,
    );
  const counts: Readonly<Record<NonNullable<SequenceCase['mask']>, (row: number, t: number) => boolean>> = {
    before: (row, t) => t >= (row * 3) % T,
    after: (row, t) => t <= (row * 5) % T,
    anywhere: (row, t) => (row * 7 + t * t) % 3 !== 0,
    all: () => false,
  };
  const { mask, resetBefore = false } = c;
  return {
    x: draw([B, T, D], 1),
    kernel: draw([D, columns], 2, 1 / Math.sqrt(D)),
    recurrentKernel: draw([U, columns], 3, 1 / Math.sqrt(U)),
    ...(c.bias && { bias: draw([columns], 4) }),
    ...(c.bias && cell === 'GRU' && !resetBefore && { recurrentBias: draw([columns], 5) }),
    ...(c.initial && { h0: draw([B, U], 6) }),
    ...(c.initial && cell === 'LSTM' && { c0: draw([B, U], 7) }),
    ...(mask && {
      mask: s.tensor(
        Uint8Array.from({ length: B * T }, (_, i) => (counts[mask](Math.floor(i / T), i % T) ? 1 : 0)),
        [B, T],
        'bool',
      ),
    }),
    ...(c.recurrentMask && {
      recurrentMask: s.tensor(
        numbers(B * U, 8).map((v) => (v > 0 ? 2 : 0)),
        [B, U],
      ),
    }),
    ...(cell === 'GRU' && { resetAfter: !resetBefore }),
    activation: c.activation,
    recurrentActivation: c.recurrentActivation,
    goBackwards: c.goBackwards,
    returnSequences: c.returnSequences,
  };
}

/** Operands that gradients flow to. */
export const SOURCES = ['x', 'kernel', 'recurrentKernel', 'bias', 'recurrentBias', 'h0', 'c0'] as const;

/** The tensors among operands, to release them. */
export function tensorsOf(operands: Operands): s.Tensor[] {
  return Object.values(operands).filter((value) => typeof value === 'object') as s.Tensor[];
}
