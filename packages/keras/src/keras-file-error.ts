/** A Keras or TensorFlow.js file is damaged, hostile, or holds what has no meaning here. The message does not name the file. */
export class KerasFileError extends Error {
  override readonly name: string = 'KerasFileError';

  constructor(message: string, options?: ErrorOptions) {
    super(`Keras file: ${message}`, options);
  }
}

/** An error of any kind as one that a reader of files throws. */
export function asKerasFileError(error: unknown): KerasFileError {
  if (error instanceof KerasFileError) return error;
  return new KerasFileError(error instanceof Error ? error.message : String(error), { cause: error });
}
