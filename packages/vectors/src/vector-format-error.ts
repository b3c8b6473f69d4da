/** Why a file of word vectors was refused, with the row in question where there is one. */
export class VectorFormatError extends Error {
  override readonly name = 'VectorFormatError';
  /** Line of a text file or entry of a binary one, counted from 1; the header of a text file is line 1. */
  readonly row: number | undefined;

  constructor(problem: string, row?: number, options?: ErrorOptions) {
    super(`Word vectors${row === undefined ? '' : `, row ${row}`}: ${problem}`, options);
    this.row = row;
  }
}
