/** A model file is damaged, hostile, or names something the reader was not given. */
export class ModelFileError extends Error {
  override readonly name: string = 'ModelFileError';

  constructor(message: string, options?: ErrorOptions) {
    super(`model file: ${message}`, options);
  }
}
