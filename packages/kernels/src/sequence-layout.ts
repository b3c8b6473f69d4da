import { BLOCK, CELL, GROUP, REDUCE_ROWS } from './generated/constants.ts';

/** What runs over the sequence. */
export type SequenceCell = 'simpleRNN' | 'gru' | 'lstm';

/** Sizes of a recurrent layer applied to a batch of sequences. */
export interface SequenceSizes {
  readonly cell: SequenceCell;
  /** B. */
  readonly batch: number;
  /** T, in steps. */
  readonly time: number;
  /** D. */
  readonly features: number;
  /** U. */
  readonly units: number;
  /** GRU only: whether the reset gate acts on h·U rather than on h. Default true. */
  readonly resetAfter?: boolean;
}

/** Few enough that the weight gradients of all chunks, which are summed at the end, stay small. */
const MAX_CHUNKS = 16;

/** How the batch is cut, and sizes of the arrays that a call needs, in floats, as the C lays them out. */
export interface SequenceLayout {
  /** `enum cell`. */
  readonly code: number;
  /** G of the weights `[·, G·U]`. */
  readonly gates: number;
  readonly rowsPerChunk: number;
  readonly chunks: number;
  readonly reducePieces: number;
  readonly cache: number;
  readonly packed: number;
  readonly forwardChunk: number;
  readonly backwardChunk: number;
  /** Weight gradients of one chunk. */
  readonly partial: number;
}

/** Gates of the weights and planes of a step, see `c/sequence.h`. */
const CELLS = {
  simpleRNN: { code: CELL.simpleRnn, gates: 1, planes: 1 },
  gruResetBefore: { code: CELL.gru, gates: 3, planes: 3 },
  gru: { code: CELL.gruResetAfter, gates: 3, planes: 4 },
  lstm: { code: CELL.lstm, gates: 4, planes: 4 },
} as const;

/** Works out the layout from the sizes alone, for a build with `lanes` floats in a vector. */
export function sequenceLayout(sizes: SequenceSizes, lanes: number): SequenceLayout {
  const { cell, batch, time: T, features: D, units, resetAfter = true } = sizes;
  const { code, gates, planes } = CELLS[cell === 'gru' && !resetAfter ? 'gruResetBefore' : cell];
  const padded = (n: number) => Math.ceil(n / lanes) * lanes;
  const P = padded(units);
  const N = planes * P;
  const states = cell === 'lstm' ? 2 : 1;
  const rows = Math.min(BLOCK, batch);
  const rowsPerChunk = BLOCK * Math.ceil(batch / (BLOCK * MAX_CHUNKS));
  return {
    code,
    gates,
    rowsPerChunk,
    chunks: Math.ceil(batch / rowsPerChunk),
    reducePieces: Math.ceil((D + units + 2) / REDUCE_ROWS),
    cache: batch * (states * (T + 1) * P + (cell === 'simpleRNN' ? 0 : T * N)),
    packed: N + (padded(D) + P + Math.max(D, units)) * gates * P,
    forwardChunk: rows * (GROUP * D + 7 * P + N),
    backwardChunk: rows * (GROUP * (D + N + P + 2 * lanes) + 5 * P),
    partial: (D + units + 2) * gates * P,
  };
}
