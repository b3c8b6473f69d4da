/** Elements in a piece of a memory-bound kernel: some 10 µs of work, and a multiple of every vector width. */
export const PIECE_ELEMENTS: number = 2 ** 14;

/** Multiply-adds that make a piece of a product worth handing to another thread: some 50 µs. */
export const PIECE_PRODUCTS: number = 2 ** 20;

/** Kernels whose every piece is worth waking a thread up for. */
const HEAVY = /^(gemm|sequence|conv|attention)/;
/** Below this many pieces a memory-bound kernel is over before another thread has woken up. */
const MIN_CHUNKS = 8;

/** Fewest pieces of a kernel that are worth sharing among threads. */
export function fewestShared(kernel: string): number {
  return HEAVY.test(kernel) ? 2 : MIN_CHUNKS;
}

/** How many pieces of `size` cover `total`. */
export function pieceCount(total: number, size: number): number {
  return Math.ceil(total / size);
}

/** Rows of `width` elements that make a piece, at least one. */
export function rowsPerPiece(width: number): number {
  return Math.max(1, Math.floor(PIECE_ELEMENTS / Math.max(1, width)));
}
