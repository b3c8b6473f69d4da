import type { BackupStore } from '../backup/backup-store.ts';
import { BatchDigest } from '../backup/data-digest.ts';
import type { Callback } from '../callbacks/callback.ts';
import type { ModelBatch } from '../data/parts.ts';
import type { RunningLoss } from '../losses/running-loss.ts';
import type { Metric } from '../metrics/metric.ts';
import { NonFiniteGradientError } from '../optimizers/non-finite-gradient-error.ts';
import type { Plan } from '../training/fit-plan.ts';
import { NaNLossError } from '../training/nan-loss-error.ts';
import type { RankBatch, Ranks } from '../training/ranks.ts';
import type { Communicator } from './communicator.ts';
import { checkPlan, comparePlans, compareReplicas } from './compare-ranks.ts';
import { anyOf, gatherArrays, gatherNumbers, shareBytes } from './exchange.ts';
import { joinLosses } from './join-losses.ts';
import { partOfBatch } from './part-of-batch.ts';
import { randomOfRows } from './random-of-rows.ts';
import { RankError } from './rank-error.ts';
import { RankReducer, type StepFlags, type StepGroup } from './rank-reducer.ts';

/** The weights of all ranks are compared before the first step and after every so many. */
const COMPARE_EVERY = 100;

/**
 * The weight of a rank of whose losses none counts. Its gradients are those of regularizers alone, which are the same everywhere; so
 * small a number changes nothing where another rank has losses that count.
 */
const NO_LOSSES = 1e-6;

/** Values of each array of a batch that are compared between ranks, in every step. */
const COMPARED_VALUES = 256;

/** What `fit` needs of the other processes of its job. */
export class RankGroup implements Ranks, StepGroup {
  readonly rank: number;
  readonly size: number;
  readonly reducer: RankReducer;
  backupDue = false;
  readonly #communicator: Communicator;
  readonly #given: AbortSignal | undefined;
  readonly #agreed: AbortController = new AbortController();
  /** Errors that every rank throws. */
  readonly #shared: WeakSet<object> = new WeakSet();
  #plan!: Plan;
  #steps = 0;
  /** Whether the batches of the ranks can only be compared as they come. */
  #comparesBatches = false;
  #checksum = 0;

  /** @param signal of this rank; all end when one of them is aborted */
  constructor(communicator: Communicator, signal: AbortSignal | undefined) {
    this.#communicator = communicator;
    this.#given = signal;
    this.rank = communicator.rank;
    this.size = communicator.size;
    this.reducer = new RankReducer(communicator, this);
  }

  get signal(): AbortSignal {
    return this.#agreed.signal;
  }

  callbacksOf(callbacks: readonly Callback[]): readonly Callback[] {
    if (this.rank === 0) return callbacks;
    // They stay in the list, because a backup of rank 0 holds their states by place.
    return callbacks.map((callback) => (callback.firstRankOnly ? silent(callback) : callback));
  }

  async begin(plan: Plan): Promise<void> {
    this.#plan = plan;
    this.#comparesBatches = plan.repeats !== 'nothing';
    await comparePlans(this.#communicator, plan);
    try {
      checkPlan(this.#communicator, plan);
    } catch (error) {
      this.#shared.add(error as Error);
      throw error;
    }
  }

  partOf(batch: ModelBatch): RankBatch {
    if (this.#comparesBatches) {
      const digest = new BatchDigest();
      digest.add(batch, COMPARED_VALUES);
      this.#checksum = digest.value;
    }
    const { rows, idle, batch: part } = partOfBatch(batch, this.rank, this.size);
    return {
      batch: part,
      share: {
        idle,
        weightOf: (count) => Math.max(count, NO_LOSSES) / rows.total,
        randomOf: (random) => (path) => randomOfRows(random(path), rows),
      },
    };
  }

  async beforeStep(): Promise<StepFlags> {
    const { run, keeper } = this.#plan;
    if (this.#steps++ % COMPARE_EVERY === 0) await compareReplicas(this.#communicator, run.model);
    return {
      stop: run.stopped,
      aborted: this.#given?.aborted ?? false,
      due: this.rank === 0 && (keeper?.isDue() ?? false),
      checksum: this.#comparesBatches ? this.#checksum : 0,
    };
  }

  async afterStep({ aborted, due, sameBatch }: Parameters<StepGroup['afterStep']>[0]): Promise<void> {
    if (!sameBatch) {
      const checksums = await gatherNumbers(this.#communicator, this.#checksum);
      const rank = checksums.findIndex((checksum) => checksum !== checksums[0]);
      throw new RankError(
        `fit: rank ${rank} was given another batch than rank 0. All ranks must iterate the same data: each trains on its rows of every batch.`,
        rank,
        ['batch'],
      );
    }
    this.backupDue ||= due;
    if (!aborted) return;
    const reason: unknown = this.#given?.aborted
      ? this.#given.reason
      : new DOMException('fit: another rank ended the run.', 'AbortError');
    this.#agreed.abort(reason);
  }

  anyOf(condition: boolean): Promise<boolean> {
    return anyOf(this.#communicator, condition);
  }

  async ofRankZero(condition: boolean): Promise<boolean> {
    return (await gatherNumbers(this.#communicator, Number(condition)))[0]! > 0;
  }

  join(running: RunningLoss, outputs: number): Promise<RunningLoss> {
    return joinLosses(this.#communicator, running, outputs);
  }

  async gathered(metric: Metric): Promise<readonly (Float64Array | undefined)[]> {
    return gatherArrays(this.#communicator, await metric.gathered());
  }

  storeOf(store: BackupStore): BackupStore {
    const first = this.rank === 0;
    return {
      ...(store.locate && { locate: (name: string) => store.locate!(name) }),
      read: async (name) => shareBytes(this.#communicator, first ? await store.read(name) : undefined),
      write: async (name, bytes) => (first ? store.write(name, bytes) : undefined),
      remove: async (name) => (first ? store.remove(name) : undefined),
    };
  }

  async end(error: unknown): Promise<void> {
    const isShared =
      error instanceof RankError ||
      error instanceof NaNLossError ||
      error instanceof NonFiniteGradientError ||
      this.signal.aborted ||
      (typeof error === 'object' && error !== null && this.#shared.has(error));
    if (!isShared) await this.#communicator.abort(error);
  }
}

/** A callback that does nothing, with the name and the settings of another one. */
function silent({ name, settings, state }: Callback): Callback {
  return {
    ...(name !== undefined && { name }),
    ...(settings && { settings }),
    ...(state && { state: () => ({ data: {} }), restore: () => {} }),
  };
}
