import { warn } from '@seqloom/nn';
import type { Network } from '../model/network.ts';
import type { EpochLogs } from '../training/history.ts';
import type { OutputLoss } from './output-losses.ts';

/** The loss of one batch. */
export interface BatchLoss {
  /** The mean of the losses that count, plus the penalties of regularizers. */
  readonly loss: number;
  /** The number of losses in the mean; with several outputs the number of samples. */
  readonly count: number;
  /** The losses of several outputs; absent for one. */
  readonly outputs?: readonly BatchLoss[];
}

/** The log of the loss of one of several outputs. */
export function outputLossName(output: string): string {
  return `${output}_loss`;
}

/** Models that have been reported, so that a loop of epochs warns once. */
const reported = new WeakSet<Network>();

/** What a {@link RunningLoss} has added up. */
export interface RunningLossState {
  readonly sum: number;
  readonly count: number;
  readonly last: number;
  readonly outputs: readonly RunningLossState[];
}

/** The mean over all losses that count, independent of how they are divided into batches. */
export class RunningLoss {
  #sum = 0;
  #count = 0;
  #last = Number.NaN;
  #outputs: readonly RunningLoss[] = [];

  add({ loss, count, outputs = [] }: BatchLoss): void {
    if (this.#outputs.length === 0) this.#outputs = outputs.map(() => new RunningLoss());
    for (const [i, output] of outputs.entries()) this.#outputs[i]!.add(output);
    this.#sum += loss * count;
    this.#count += count;
    this.#last = loss;
  }

  /** What has been added up, as plain data. */
  get state(): RunningLossState {
    const outputs = this.#outputs.map(({ state }) => state);
    return { sum: this.#sum, count: this.#count, last: this.#last, outputs };
  }

  /** One that goes on from a state. */
  static of({ sum, count, last, outputs }: RunningLossState): RunningLoss {
    const running = new RunningLoss();
    running.#sum = sum;
    running.#count = count;
    running.#last = last;
    running.#outputs = outputs.map((output) => RunningLoss.of(output));
    return running;
  }

  /** Warns once when the masks left out every step. */
  reportIfNothingCounts(owner: string, model: Network): void {
    for (const output of this.#outputs) output.reportIfNothingCounts(owner, model);
    if (this.#count > 0 || Number.isNaN(this.#last) || reported.has(model)) return;
    reported.add(model);
    warn(
      `${owner}: no step counts, the mask of ${model.label} leaves out all of them. The loss and means are 0. Check the inputs for ` +
        'values that Masking or maskZero treats as padding.',
    );
  }

  /** `loss`, and `answer_loss` for each of several outputs. */
  logs(losses: readonly OutputLoss[]): EpochLogs {
    const ofOutputs = this.#outputs.map(({ mean }, i) => [outputLossName(losses[i]!.output!), mean] as const);
    return { loss: this.mean, ...Object.fromEntries(ofOutputs) };
  }

  /** NaN before the first batch. If no loss counts, the loss of the last batch: 0 plus the penalties. */
  get mean(): number {
    return this.#count > 0 ? this.#sum / this.#count : this.#last;
  }
}
