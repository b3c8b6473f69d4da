/** The loss of one batch: the mean over those of its losses that count, with the penalties, and how many they are. */
export interface BatchLoss {
  readonly loss: number;
  readonly count: number;
}

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

  /** NaN before the first batch. Where no loss counts, 0 and the penalties, which the last batch has. */
  get mean(): number {
    return this.#count > 0 ? this.#sum / this.#count : this.#last;
  }
}
