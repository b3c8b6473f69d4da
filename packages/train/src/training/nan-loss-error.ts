import { ownerOf, placeText, sourceText } from '../optimizers/step-place.ts';

/** A loss is NaN or infinite. */
export class NaNLossError extends Error {
  override readonly name: string = 'NaNLossError';
  /** The epoch, from 0; undefined outside of `fit`. */
  readonly epoch: number | undefined;
  /** The step within the epoch, or of all steps of `trainOnBatch`, from 0; undefined for the loss on validation data. */
  readonly step: number | undefined;
  /** NaN, Infinity or −Infinity. */
  readonly loss: number;

  /** @param source where the first number is that is not finite, for instance `output of Dense "dense"` */
  constructor(loss: number, epoch: number | undefined, step?: number, source?: string) {
    super(
      step === undefined
        ? `fit: the validation loss is ${loss} after epoch ${(epoch ?? 0) + 1}. Lower the learning rate, clip gradients, or check the data.`
        : `${ownerOf({ epoch, step })}: the loss is ${loss} in ${placeText({ epoch, step })}; the weights are those before this step. ` +
            `${sourceText(source)}Lower the learning rate, clip gradients, or check the data.`,
    );
    this.epoch = epoch;
    this.step = step;
    this.loss = loss;
  }
}
