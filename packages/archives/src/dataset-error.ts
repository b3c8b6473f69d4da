/** An option of the reader that lets it go on. */
export interface WayOut {
  /** Its name. An app whose users know it by another name says so in place of the advice. */
  readonly option: string;
  /** What to do, one sentence. */
  readonly advice: string;
}

/**
 * A data set cannot be read: a file is missing, damaged or not what its name says. The message is one line
 * that names the file and says what to do; an app prints it as it is.
 */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  /** The file, folder or address the message is about. */
  readonly file: string;
  /** What is wrong: the message without file and way out. */
  readonly problem: string;
  /** The option that helps, when there is one. */
  readonly wayOut: WayOut | undefined;

  /**
   * @param file The file, folder or address that cannot be read; the message starts with it.
   * @param problem What is wrong and, without a `wayOut`, what to do; one line.
   */
  constructor(
    file: string,
    problem: string,
    { wayOut, ...options }: ErrorOptions & { readonly wayOut?: WayOut } = {},
  ) {
    const message = `${file}: ${problem}${wayOut ? ` ${wayOut.advice}` : ''}`;
    super(oneLine(message), options);
    this.file = file;
    this.problem = problem;
    this.wayOut = wayOut;
  }
}

/** Two steps, because one pattern for blanks and line ends takes quadratic time for many blanks. */
function oneLine(text: string): string {
  const lines = text.split(/[\r\n]+/);
  return lines.map((line) => line.trim()).join(' ');
}
