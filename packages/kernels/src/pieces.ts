/** Elements in a piece of a memory-bound kernel: some 10 µs of work, and a multiple of every vector width. */
export const PIECE_ELEMENTS: number = 2 ** 14;

/** Multiply-adds that make a piece of a product worth handing to another thread: some 50 µs. */
export const PIECE_PRODUCTS: number = 2 ** 20;

/** How many pieces of `size` cover `total`. */
export function pieceCount(total: number, size: number): number {
  return Math.ceil(total / size);
}

/** Rows of `width` elements that make a piece, at least one. */
export function rowsPerPiece(width: number): number {
  return Math.max(1, Math.floor(PIECE_ELEMENTS / Math.max(1, width)));
}
