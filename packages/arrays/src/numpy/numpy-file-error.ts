/** Thrown for bytes that are not a NumPy file or hold what has no form here, and for arrays that cannot be written as one. */
export class NumpyFileError extends Error {
  override readonly name = 'NumpyFileError';

  /** @param problem the problem, the value found, the value expected */
  constructor(problem: string, options?: ErrorOptions) {
    super(`NumPy file: ${problem}`, options);
  }
}
