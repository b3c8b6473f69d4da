/** What a `VectorFormatError` says beside the problem. */
export interface VectorFormatDetails extends ErrorOptions {
  /** What the message calls the file. */
  readonly file?: string | undefined;
  /** What the caller of the reader can do. */
  readonly wayOut?: string | undefined;
}

/** Why a file of word vectors was refused, with the row in question where there is one. */
export class VectorFormatError extends Error {
  override readonly name = 'VectorFormatError';
  /** What is wrong, without file, row and way out. */
  readonly problem: string;
  /** Line of a text file or entry of a binary one, counted from 1; the header of a text file is line 1. */
  readonly row: number | undefined;
  readonly #details: VectorFormatDetails;

  constructor(problem: string, row?: number, details: VectorFormatDetails = {}) {
    const { file = 'Word vectors', wayOut, ...options } = details;
    const place = row === undefined ? file : `${file}, row ${row}`;
    super(`${place}: ${problem}${wayOut === undefined ? '' : ` ${wayOut}`}`, options);
    this.problem = problem;
    this.row = row;
    this.#details = details;
  }

  /** The same error with the file's name in its message. */
  of(file: string): VectorFormatError {
    return new VectorFormatError(this.problem, this.row, { ...this.#details, file });
  }
}
