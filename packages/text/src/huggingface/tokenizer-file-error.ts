/** A tokenizer.json is damaged, hostile, or holds what would give other ids here than in Python. */
export class TokenizerFileError extends Error {
  override readonly name: string = 'TokenizerFileError';

  constructor(message: string, options?: ErrorOptions) {
    super(`tokenizer.json: ${message}`, options);
  }
}
