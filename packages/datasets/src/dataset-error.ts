/**
 * A data set cannot be read: a file is missing, damaged or not what its name says. The message is one line
 * that names the file and says what to do; an app prints it as it is.
 */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  /** The file, folder or address the message is about. */
  readonly file: string;

  /**
   * @param file The file, folder or address that cannot be read; the message starts with it.
   * @param problem What is wrong and what to do, one line.
   */
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`.replace(/\s*[\r\n]+\s*/g, ' '), options);
    this.file = file;
  }
}
