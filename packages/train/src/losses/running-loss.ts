import { warn } from '@seqloom/nn';
import type { Network } from '../model/network.ts';

/** The loss of one batch. */
export interface BatchLoss {
  /** The mean of the losses that count, plus the penalties of regularizers. */
  readonly loss: number;
  /** The number of losses in the mean. */
  readonly count: number;
}

/** Models that have been reported, so that a loop of epochs warns once. */
const reported = new WeakSet<Network>();

/** The mean over all losses that count, independent of how they are divided into batches. */
export class RunningLoss {
  #sum = 0;
  #count = 0;
  #last = Number.NaN;

  add({ loss, count }: BatchLoss): void {
    this.#sum += loss * count;
    this.#count += count;
    this.#last = loss;
  }

  /** Warns once when the masks left out every step. */
  reportIfNothingCounts(owner: string, model: Network): void {
    if (this.#count > 0 || Number.isNaN(this.#last) || reported.has(model)) return;
    reported.add(model);
    warn(
      `${owner}: no step counts, the mask of ${model.label} leaves out all of them. The loss and means are 0. Check the inputs for ` +
        'values that Masking or maskZero treats as padding.',
    );
  }

  /** NaN before the first batch. If no loss counts, the loss of the last batch: 0 plus the penalties. */
  get mean(): number {
    return this.#count > 0 ? this.#sum / this.#count : this.#last;
  }
}
