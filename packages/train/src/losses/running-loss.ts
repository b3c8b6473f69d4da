import { warn } from '@seqloom/nn';
import type { Sequential } from '../model/sequential.ts';

/** The loss of one batch: the mean over those of its losses that count, with the penalties, and how many they are. */
export interface BatchLoss {
  readonly loss: number;
  readonly count: number;
}

/** Models of which nothing has counted: a loop of epochs says it once. */
const reported = new WeakSet<Sequential>();

/** The mean over all losses that count, whatever the batches they come in. */
export class RunningLoss {
  #sum = 0;
  #count = 0;
  #last = Number.NaN;

  add({ loss, count }: BatchLoss): void {
    this.#sum += loss * count;
    this.#count += count;
    this.#last = loss;
  }

  /** Says once, as a warning, that a mask leaves out everything there was. */
  reportIfNothingCounts(owner: string, model: Sequential): void {
    if (this.#count > 0 || Number.isNaN(this.#last) || reported.has(model)) return;
    reported.add(model);
    warn(
      `${owner}: no step counts, the mask of ${model.label} leaves out all of them. The loss and means are 0. Check the inputs for ` +
        'values that Masking or maskZero takes for padding.',
    );
  }

  /** NaN before the first batch. Where no loss counts, 0 and the penalties, which the last batch has. */
  get mean(): number {
    return this.#count > 0 ? this.#sum / this.#count : this.#last;
  }
}
