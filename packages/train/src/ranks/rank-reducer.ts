import { denseGradient, dispose, isRowGradient, own as keep, l2Norms } from '@seqloom/backend';
import type { PendingChange } from '@seqloom/nn';
import { type Gradient, numbersOf } from '../optimizers/gradient.ts';
import { FlatGradients } from '../training/flat-gradients.ts';
import type { OwnStep, ReducedStep, StepReducer } from '../training/ranks.ts';
import { readLosses } from '../training/read-losses.ts';
import { computeGradients, type StepData, type StepSetting } from '../training/train-step.ts';
import type { Communicator } from './communicator.ts';
import { gatherNumbers, gatherTexts } from './exchange.ts';
import { type Factors, isLarge, sumLarge } from './large-gradient.ts';
import { TableRows } from './table-rows.ts';

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
 * Adds up the gradients of a step over all ranks, weighted by the numbers of their losses. Small ones go in one buffer with the losses,
 * the values that follow the data and the flags; each large one by itself, as rows where most of them are 0.
 */
export class RankReducer implements StepReducer {
  readonly #communicator: Communicator;
  readonly #group: StepGroup;
  readonly #flat: FlatGradients = new FlatGradients();
  readonly #rows: TableRows;
  readonly takesRows: boolean = true;

  constructor(communicator: Communicator, group: StepGroup) {
    this.#communicator = communicator;
    this.#rows = new TableRows(communicator);
    this.#group = group;
  }

  async reduce({ gradients, losses, changes, share, ...own }: OwnStep): Promise<ReducedStep> {
    const flags = await this.#group.beforeStep();
    const following = changes.flatMap(({ values = [] }) => values.map((_, i) => ({ values, i })));
    const idle = share?.idle ?? false;
    // With one loss for each row the weights add up to 1, and the sums are the means.
    const weight = idle ? 0 : (share?.weightOf(losses.count) ?? losses.count);
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
    const rest = weight / own.weight;
    const small = gradients.map((each) =>
      each && !isRowGradient(each) && !isLarge(each) ? each : undefined,
    );
    const buffer = await this.#flat.fill(
      [
        ...small.map((gradient) => ({ tensor: gradient, weight: rest })),
        ...following.map(({ values, i }) => ({ tensor: values[i]!, weight })),
      ],
      tail,
    );
    await this.#communicator.allReduce(buffer);
    const end = buffer.length - tail.length;
    const [total, loss, count, ...more] = buffer.subarray(end);
    const ofOutputs = outputs.map((_, i) => {
      const [sum, counted] = [more[2 * i]!, more[2 * i + 1]!];
      return { loss: counted > 0 ? sum / counted : 0, count: counted };
    });
    const [stop, aborted, due, ...sums] = more.slice(2 * outputs.length);
    const sameBatch = agree(sums, this.#communicator.size);
    await this.#group.afterStep({ aborted: aborted! > 0, due: due! > 0, sameBatch });
    const factor = 1 / total!;
    const large = new Map<number, Gradient>();
    for (const [i, gradient] of gradients.entries()) {
      if (!gradient || small[i]) continue;
      const always = own.rowGradients === 'always' && isRowGradient(gradient);
      large.set(i, await this.#sum(i, gradient, always, { before: rest, after: factor }));
    }
    if (factor !== 1) for (let i = 0; i < end; i++) buffer[i]! *= factor;
    const combined = this.#flat.tensors([...small, ...following.map(({ values, i }) => values[i]!)]);
    for (const [i, { values, i: place }] of following.entries()) {
      dispose(values[place]!);
      values[place] = keep(combined[gradients.length + i]!);
    }
    return {
      gradients: gradients.map((_, i) => large.get(i) ?? combined[i]),
      losses: { loss: loss! * factor, count: count!, ...(outputs.length > 0 && { outputs: ofOutputs }) },
      stop: stop! > 0,
    };
  }

  /** Adds up a gradient that is not sent with the others. */
  async #sum(place: number, gradient: Gradient, always: boolean, factors: Factors): Promise<Gradient> {
    const ofRows =
      gradient.shape.length === 2 ? await this.#rows.sum(place, gradient, always, factors) : undefined;
    if (ofRows) return ofRows;
    if (!isRowGradient(gradient)) return sumLarge(this.#communicator, gradient, factors);
    const dense = denseGradient(gradient);
    const sum = await sumLarge(this.#communicator, dense, factors);
    if (sum !== dense) dispose(dense);
    return sum;
  }

  async locate(
    source: string | undefined,
    setting: StepSetting,
    data: StepData,
  ): Promise<string | undefined> {
    const failed = await isNotFinite(setting, data);
    const failures = await gatherNumbers(this.#communicator, Number(failed));
    const texts = await gatherTexts(this.#communicator, source ?? '');
    const rank = failures.indexOf(1);
    return rank < 0 ? source : `${texts[rank] || 'step'} of rank ${rank}`;
  }
}

/** Whether the step of this rank gives a loss or a gradient that is not finite. Sums are in the place of both, so it is computed again. */
async function isNotFinite(setting: StepSetting, data: StepData): Promise<boolean> {
  if (data.share?.idle) return false;
  const changes: PendingChange[] = [];
  const pass = computeGradients(setting, data, changes, 'never');
  const gradients = pass.gradients.filter((gradient) => gradient !== undefined).map(numbersOf);
  const norms = l2Norms(gradients);
  for (const change of changes) change.discard();
  dispose(...gradients);
  const { loss } = await readLosses(pass, 1);
  return [loss, ...norms].some((each) => !Number.isFinite(each));
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
