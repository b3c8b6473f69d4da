/** Something in a model has no form in ONNX. The message names the layer and what to do. */
export class OnnxExportError extends Error {
  override readonly name: string = 'OnnxExportError';

  constructor(message: string, options?: ErrorOptions) {
    super(`exportOnnx: ${message}`, options);
  }
}
