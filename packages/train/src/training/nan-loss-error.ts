/** A loss is NaN or infinite. */
export class NaNLossError extends Error {
  override readonly name: string = 'NaNLossError';
  /** The epoch, from 0. */
  readonly epoch: number;
  /** The step within the epoch, from 0; undefined for the loss on validation data. */
  readonly step: number | undefined;
  /** NaN, Infinity or −Infinity. */
  readonly loss: number;

  constructor(loss: number, epoch: number, step?: number) {
    super(
      step === undefined
        ? `fit: the validation loss is ${loss} after epoch ${epoch + 1}. Lower the learning rate, clip gradients, or check the data.`
        : `fit: the loss is ${loss} in epoch ${epoch + 1}, step ${step + 1}; the weights are those before this step. ` +
            'Lower the learning rate, clip gradients, or check the data.',
    );
    this.epoch = epoch;
    this.step = step;
    this.loss = loss;
  }
}
