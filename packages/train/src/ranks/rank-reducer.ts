import { firstNonFinite } from '@seqloom/arrays';
import { dispose, own, type Tensor } from '@seqloom/backend';
import type { PendingChange } from '@seqloom/nn';
import type { BatchLoss } from '../losses/running-loss.ts';
import type { Gradient } from '../optimizers/gradient.ts';
import { FlatGradients } from '../training/flat-gradients.ts';
import type { ReducedStep, StepReducer, StepShare } from '../training/ranks.ts';
import type { Communicator } from './communicator.ts';
import { gatherNumbers, gatherTexts } from './exchange.ts';

/**
 * The weight of a rank of whose losses none counts. Its gradients are those of regularizers alone, which are the same everywhere; so
 * small a number changes nothing where another rank has losses that count.
 */
const NO_LOSSES = 1e-6;

/** What the ranks tell one another with every step, besides the gradients. */
export interface StepFlags {
  /** The run of this rank is to end before the step. */
  readonly stop: boolean;
  /** A signal of this rank was aborted. */
  readonly aborted: boolean;
  /** A backup is due. */
  readonly due: boolean;
  /** A checksum of the whole batch, where the ranks might have different ones; 0 otherwise. */
  readonly checksum: number;
}

/** The group that a reducer works for. */
export interface StepGroup {
  /** Called before the gradients of a step are combined. */
  beforeStep(): Promise<StepFlags>;
  /** What any rank has told; all are told the same. `sameBatch` is false where the ranks had different batches. */
  afterStep(flags: {
    readonly aborted: boolean;
    readonly due: boolean;
    readonly sameBatch: boolean;
  }): Promise<void>;
}

/**
 * Adds up the gradients of a step over all ranks, weighted by the numbers of their losses, in one buffer with the losses, the values
 * that follow the data and the flags: one `allReduce` a step.
 */
export class RankReducer implements StepReducer {
  readonly #communicator: Communicator;
  readonly #group: StepGroup;
  readonly #flat: FlatGradients = new FlatGradients();
  /** The losses and gradients of this rank in the last step, to find out which rank was not finite. */
  #own: { readonly loss: number; readonly values: readonly (Float32Array | undefined)[] } | undefined;

  constructor(communicator: Communicator, group: StepGroup) {
    this.#communicator = communicator;
    this.#group = group;
  }

  async reduce(
    given: readonly (Gradient | undefined)[],
    losses: BatchLoss,
    changes: readonly PendingChange[],
    share: StepShare | undefined,
  ): Promise<ReducedStep> {
    const flags = await this.#group.beforeStep();
    const gradients = given as readonly (Tensor | undefined)[]; // dense
    const following = changes.flatMap(({ values = [] }) => values.map((_, i) => ({ values, i })));
    const tensors = [...gradients, ...following.map(({ values, i }) => values[i]!)];
    const values = (await Promise.all(tensors.map((each) => each?.data()))) as (Float32Array | undefined)[]; // of float32 tensors
    this.#own = share?.idle ? { loss: 0, values: [] } : { loss: losses.loss, values };
    const idle = share?.idle ?? false;
    // With one loss for each row the weights add up to 1, and the sums are the means.
    const weight = idle ? 0 : Math.max(losses.count, NO_LOSSES) / (share?.total ?? 1);
    const { outputs = [] } = losses;
    const tail = [
      weight,
      ...(idle ? [0, 0] : [weight * losses.loss, losses.count]),
      ...outputs.flatMap(({ loss, count }) => (idle ? [0, 0] : [count > 0 ? count * loss : 0, count])),
      Number(flags.stop),
      Number(flags.aborted),
      Number(flags.due),
      ...agreementOf(flags.checksum),
    ];
    // A row that does not count may give NaN, and NaN times 0 is NaN.
    const counted = idle ? values.map((each) => each && new Float32Array(each.length)) : values;
    const buffer = this.#flat.fill(counted, weight, tail.length);
    const end = buffer.length - tail.length;
    buffer.set(tail, end);
    await this.#communicator.allReduce(buffer);
    const [total, loss, count, ...more] = buffer.subarray(end);
    const ofOutputs = outputs.map((_, i) => {
      const [sum, counted] = [more[2 * i]!, more[2 * i + 1]!];
      return { loss: counted > 0 ? sum / counted : 0, count: counted };
    });
    const [stop, aborted, due, ...sums] = more.slice(2 * outputs.length);
    const sameBatch = agree(sums, this.#communicator.size);
    await this.#group.afterStep({ aborted: aborted! > 0, due: due! > 0, sameBatch });
    const factor = 1 / total!;
    if (factor !== 1) for (let i = 0; i < end; i++) buffer[i]! *= factor;
    const combined = this.#flat.tensors(tensors);
    for (const [i, { values, i: place }] of following.entries()) {
      dispose(values[place]!);
      values[place] = own(combined[gradients.length + i]!);
    }
    return {
      gradients: combined.slice(0, gradients.length),
      losses: { loss: loss! * factor, count: count!, ...(outputs.length > 0 && { outputs: ofOutputs }) },
      stop: stop! > 0,
    };
  }

  async locate(source: string | undefined): Promise<string | undefined> {
    const { loss, values } = this.#own!; // called after a step
    const failed = !Number.isFinite(loss) || values.some((each) => each && firstNonFinite(each) >= 0);
    const failures = await gatherNumbers(this.#communicator, Number(failed));
    const texts = await gatherTexts(this.#communicator, source ?? '');
    const rank = failures.indexOf(1);
    return rank < 0 ? source : `${texts[rank] || 'step'} of rank ${rank}`;
  }
}

/**
 * What shows, added up over the ranks, whether they have one checksum: its digits to the base of 16 and their squares, whose sums over
 * as many as 74,000 ranks are exact in float32.
 */
function agreementOf(checksum: number): number[] {
  const digits = Array.from({ length: 8 }, (_, i) => (checksum >>> (4 * i)) & 0xf);
  return [...digits, ...digits.map((digit) => digit ** 2)];
}

/** Numbers are equal where `n Σ x² = (Σ x)²`. */
function agree(sums: readonly number[], size: number): boolean {
  const half = sums.length / 2;
  return sums.slice(0, half).every((sum, i) => size * sums[half + i]! === sum ** 2);
}
