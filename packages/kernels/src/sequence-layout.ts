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

/** `enum stage` in `c/sequence.h`. */
export const STAGE = { pack: 0, forward: 1, packTransposed: 2, backward: 3, reduce: 4 } as const;

/** The constants of `c/sequence.h`, and the floats of a vector in a wasm build. */
const BLOCK = 16;
const GROUP = 8;
const REDUCE_ROWS = 32;
const LANES = 4;
/** Few enough that the weight gradients of all chunks, which are summed at the end, stay small. */
const MAX_CHUNKS = 16;

/** Sizes of the arrays that a call needs, all in floats, as the C lays them out. */
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

const CELLS = {
  simpleRNN: { code: 0, gates: 1, planes: 1 },
  gruResetBefore: { code: 1, gates: 3, planes: 3 },
  gru: { code: 2, gates: 3, planes: 4 },
  lstm: { code: 3, gates: 4, planes: 4 },
} as const;

/** Works out how the batch is cut, from the sizes alone, and what the pieces need. */
export function sequenceLayout(sizes: SequenceSizes): SequenceLayout {
  const { cell, batch, time: T, features: D, units, resetAfter = true } = sizes;
  const { code, gates, planes } = CELLS[cell === 'gru' && !resetAfter ? 'gruResetBefore' : cell];
  const padded = (n: number) => Math.ceil(n / LANES) * LANES;
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
    backwardChunk: rows * (GROUP * (D + N + P + 2 * LANES) + 5 * P),
    partial: (D + units + 2) * gates * P,
  };
}
