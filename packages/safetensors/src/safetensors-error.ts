/** Thrown for bytes that are not a safetensors file and for tensors that cannot be written into one. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  /** @param problem the problem, the value found, the value expected */
  constructor(problem: string, options?: ErrorOptions) {
    super(`Safetensors: ${problem}`, options);
  }
}
