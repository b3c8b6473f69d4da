/** Further parts of the message of a `VectorFormatError`. */
export interface VectorFormatDetails extends ErrorOptions {
  /** Name of the file in the message. */
  readonly file?: string | undefined;
  /** Advice for the caller. */
  readonly wayOut?: string | undefined;
}

/** The reason why a file of word vectors was refused, with the row if one row is the reason. */
export class VectorFormatError extends Error {
  override readonly name = 'VectorFormatError';
  /** The problem, without file, row and advice. */
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
