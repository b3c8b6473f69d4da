/** A state_dict does not fit the layers. The message names the tensor or the layer. */
export class StateDictError extends Error {
  override readonly name: string = 'StateDictError';

  constructor(message: string, options?: ErrorOptions) {
    super(`state_dict: ${message}`, options);
  }
}
