import { warn } from '@seqloom/nn';
import type { Place } from '../data/batch-feed.ts';
import type { ModelBatch } from '../data/parts.ts';
import type { Plan } from '../training/fit-plan.ts';
import type { FoundRun, Moment, RunKeeper } from '../training/run-keeper.ts';
import type { BackupSettings } from './backup.ts';
import { BackupError } from './backup-error.ts';
import type { BackupStore } from './backup-store.ts';
import { BatchDigest } from './data-digest.ts';
import { Generations, removeBackup, type StoredBackup } from './generations.ts';
import { goToPlace } from './repeat-data.ts';
import { differencesBetween, listDifferences, type RunSignature, signatureOf } from './run-signature.ts';
import { buildFor, captureRun, restoreRun } from './run-state.ts';

/** The largest part of the time that backups at the ends of epochs may take. */
const MOST_SHARE = 0.1;

/** What a backup knows of the run that it is in. */
interface OpenRun {
  readonly plan: Plan;
  readonly signature: RunSignature;
  readonly digest: BatchDigest;
  /** The pass that the digest is of, where each pass is repeated on its own. */
  pass: number;
  /** The last moment and where the next batch comes from, while the run is at it. */
  at: { readonly moment: Moment; readonly place: Place } | undefined;
}

/** The callback that `backup` makes. */
export class RunBackup implements RunKeeper {
  readonly keepsRun = true;
  readonly name: string = 'backup';
  readonly #settings: BackupSettings;
  #store: BackupStore;
  #generations: Generations;
  #open: OpenRun | undefined;
  /** When the last backup was complete, and how long it took, in ms. */
  #kept = 0;
  #took = 0;

  constructor(settings: BackupSettings) {
    this.#settings = settings;
    this.#store = settings.store;
    this.#generations = new Generations(settings.store);
  }

  async find(plan: Plan): Promise<FoundRun | undefined> {
    const signature = signatureOf(plan, this.#settings.settings);
    this.#open = {
      plan,
      signature,
      digest: new BatchDigest(),
      pass: plan.start.pass,
      at: undefined,
    };
    const { store } = this.#settings;
    this.#store = plan.ranks ? plan.ranks.storeOf(store) : store;
    this.#generations = new Generations(this.#store);
    this.#kept = performance.now();
    const stored = await this.#generations.read();
    if (!stored) return undefined;
    const differences = differencesBetween(signature, stored.signature);
    if (differences.length > 0) {
      throw new BackupError(
        `${stored.place} is of another run: ${listDifferences(differences)}. Start with the same settings, or remove it to start from the beginning.`,
        differences,
      );
    }
    if (stored.damage) {
      const { epoch, batch } = stored.state;
      warn(
        `backup: ${stored.damage}. The run goes on from ${stored.place}, which is older: epoch ${epoch + 1}, after ${batch} steps.`,
      );
    }
    const { epoch, begun } = stored.state;
    return { epoch, begun, restore: () => this.#restore(stored) };
  }

  async #restore({ state, place }: StoredBackup): Promise<Moment> {
    const { plan, digest } = this.#opened;
    await goToPlace(plan, state, digest);
    if (digest.value !== state.digest) {
      throw new BackupError(
        `${place} cannot be resumed: the data give other batches than those of its run. Give arrays, a list of batches, ` +
          'batches() of @seqloom/arrays with the same seed, or an iterable that gives the same batches in every process.',
        ['batches'],
      );
    }
    this.#opened.pass = state.place.pass;
    buildFor(plan, state);
    const moment = await restoreRun(plan, state);
    this.#settings.onResume?.({ epoch: state.epoch, batch: state.batch, place });
    return moment;
  }

  leave(batch?: ModelBatch): void {
    const open = this.#opened;
    open.at = undefined;
    const { repeats, feed } = open.plan;
    if (!batch || repeats === 'nothing') return; // then the signature says what the data are
    const { pass } = feed.place;
    if (repeats === 'beginnings' && pass !== open.pass) {
      open.digest.value = 0;
      open.pass = pass;
    }
    open.digest.add(batch);
  }

  isDue(): boolean {
    return performance.now() - this.#kept >= this.#settings.everyMs;
  }

  async reach(moment: Moment): Promise<void> {
    const { plan } = this.#opened;
    if (!plan.run.model.built) return; // before the first step, which builds it
    this.#opened.at = { moment, place: plan.feed.place };
    const { ranks } = plan;
    const isDue = moment.begun ? (ranks?.backupDue ?? this.isDue()) : this.#isDueAfterEpoch(plan, moment);
    // Clocks differ: rank 0 decides for all.
    if (moment.begun || !ranks ? isDue : await ranks.ofRankZero(isDue)) await this.#keep();
  }

  /** The last epoch is kept only where the backup outlives the run. */
  #isDueAfterEpoch({ run, epochs }: Plan, { epoch }: Moment): boolean {
    if (epoch >= epochs || run.stopped) return !this.#settings.removeAtEnd;
    return (performance.now() - this.#kept) * MOST_SHARE >= this.#took;
  }

  async interrupt(): Promise<void> {
    if (!this.#open?.at) return;
    try {
      await this.#keep();
    } catch (error) {
      warn(`backup: the last backup is an older one: ${error instanceof Error ? error.message : error}`);
    }
  }

  onTrainEnd(_run: unknown, error?: unknown): void {
    if (error !== undefined) this.#open = undefined;
  }

  async finish(): Promise<void> {
    this.#open = undefined;
    if (this.#settings.removeAtEnd) await removeBackup(this.#store);
  }

  async #keep(): Promise<void> {
    const { plan, signature, digest, at } = this.#opened;
    const { moment, place } = at!; // reached, and not left
    const begin = performance.now();
    try {
      const isNewPass = place.batch === 0 && plan.repeats === 'beginnings';
      const state = await captureRun(plan, moment, { place, digest: isNewPass ? 0 : digest.value });
      if (!plan.ranks || plan.ranks.rank === 0) {
        await this.#generations.write({ signature, state }, plan.run.model);
      }
    } catch (error) {
      if (!this.#settings.onError) throw error;
      this.#settings.onError(error);
    }
    if (plan.ranks) plan.ranks.backupDue = false;
    this.#kept = performance.now();
    this.#took = this.#kept - begin;
  }

  get #opened(): OpenRun {
    return this.#open!; // `find` is called first
  }
}
