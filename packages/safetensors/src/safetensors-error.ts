/** Why bytes are no safetensors file, or why a tensor cannot be written into one. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  /** @param problem what is wrong, what was found, what was expected */
  constructor(problem: string, options?: ErrorOptions) {
    super(`Safetensors: ${problem}`, options);
  }
}
