import { trainTask, weightsDigest } from '@seqloom/tasks';
import { backup } from '@seqloom/train';
import { storeModel } from '../storage/models.ts';
import { backupStore, lockOf, readRun, removeRun, storeRun } from '../storage/runs.ts';
import type { BackendFacts, Request, RunRequest, TrainingEvent, TrainingKind } from './messages.ts';
import { modelFile } from './model-files.ts';
import { openBackend } from './open-backend.ts';
import { type Place, ProblemError, problemOf } from './problem.ts';
import { RunReporter } from './run-reporter.ts';
import type { ServedTraining } from './serve-training.ts';

/** Between two backups of a run, in ms: what a reload may cost. */
const BACKUP_MS = 5000;

/** What a run begins with. */
export type Begin<K extends TrainingKind> = Extract<Request<K>, { readonly type: 'start' | 'resume' }>;

/** The run of a worker, from its data to the model. What happens in it, errors too, is an event. */
export class WorkerRun<K extends TrainingKind> {
  readonly #served: ServedTraining<K>;
  readonly #post: (event: TrainingEvent<K>) => void;
  readonly #reporter: RunReporter;
  /** Ends the preparation; a run that has begun is stopped by its reporter, so that the model stays. */
  readonly #preparing = new AbortController();
  /** What the run is at, for the place of an error. */
  #place: Place = 'backend';
  /** Whether the page was told that the storage takes no backups; once is enough. */
  #warned = false;
  model: K['types']['model'] | undefined;
  source: K['types']['source'] | undefined;

  constructor(served: ServedTraining<K>, post: (event: TrainingEvent<K>) => void) {
    this.#served = served;
    this.#post = post;
    this.#reporter = new RunReporter(post as (event: TrainingEvent) => void); // it posts nothing of the task's types
  }

  pause(): void {
    this.#reporter.pause();
  }

  continue(): void {
    this.#reporter.continue();
  }

  stop(): void {
    this.#reporter.stop();
    if (!this.model) this.#preparing.abort();
  }

  /** Trains to the end, or until it is stopped. Other tabs see by a lock that the run is under way. */
  async train(begin: Begin<K>): Promise<void> {
    const { locks } = navigator;
    if (!locks) return this.#train(begin);
    await locks.request(lockOf(begin.run), () => this.#train(begin));
  }

  async #train(begin: Begin<K>): Promise<void> {
    try {
      const request = await this.#requestOf(begin);
      const backend = await openBackend(request, this.#served.webgl);
      this.#post({ type: 'backend', backend });
      this.#place = 'data';
      const { signal } = this.#preparing;
      this.source = await this.#served.openSource(request.data, signal);
      signal.throwIfAborted();
      this.#place = 'settings';
      await this.#fit(begin.run, request, backend);
    } catch (error) {
      if (this.#preparing.signal.aborted) {
        this.#post({ type: 'cancelled' });
        await removeRun(begin.run).catch(() => {}); // it is shown as broken off, and can be discarded there
        return;
      }
      if (!this.model) await removeRun(begin.run).catch(() => {}); // nothing was trained
      this.model = undefined; // it is disposed of
      this.#post({ type: 'failed', problem: problemOf(error, this.#place) });
    }
  }

  /** What the run is; a new one is kept, so that a reload can go on with it. */
  async #requestOf(begin: Begin<K>): Promise<RunRequest<K>> {
    if (begin.type === 'start') {
      const { run: id, request } = begin;
      const { kind } = this.#served;
      await storeRun({ id, kind, request, begunAt: Date.now() }).catch((error: unknown) => this.#warn(error));
      return request;
    }
    const record = await readRun<RunRequest<K>>(begin.run);
    if (record) return record.request;
    throw new ProblemError({
      place: 'storage',
      message: 'The training that was broken off is no longer stored in this browser.',
      advice: 'Start it again.',
    });
  }

  async #fit(run: string, request: RunRequest<K>, backend: BackendFacts): Promise<void> {
    const { kind, about } = this.#served;
    const task = await this.#served.task();
    const reporter = this.#reporter;
    const recipe = task.recipes.find(({ name }) => name === request.model);
    if (!recipe) {
      throw new ProblemError({
        place: 'settings',
        message: `There is no model ${request.model}.`,
        advice: `Choose one of ${task.recipes.map(({ name }) => name).join(', ')}.`,
      });
    }
    const { choices, seed } = request;
    const keeper = backup({
      store: backupStore(run),
      everyMs: BACKUP_MS,
      removeAtEnd: false, // only when the model is stored
      settings: { task: task.name, model: request.model },
      onResume: ({ epoch, batch }) =>
        this.#post({ type: 'resumed', epoch: epoch + 1, step: batch, ...reporter.past }),
      onError: (error) => this.#warn(error),
    });
    const { result, model } = await trainTask(task, {
      backend,
      source: this.source!,
      recipe,
      choices,
      seed,
      signal: this.#preparing.signal,
      callbacks: [reporter, keeper],
      progress: {
        onStart: (plan) => {
          reporter.begin(task.progress.length(plan));
          this.#post({ type: 'start', plan });
        },
        onStep: (step) => reporter.addStep(step),
        onEpoch: (epoch) => reporter.addEpoch(epoch),
      },
      onModel: (model) => {
        this.#place = 'training';
        this.model = model;
      },
    });
    this.model = model;
    // pages without TLS have no digests
    const digest = crypto.subtle && (await weightsDigest(model.model));
    const file = await modelFile(task, model);
    const stored = await storeModel({ kind, ...about(result) }, file).catch((error: unknown) => {
      const { message } = problemOf(error, 'storage');
      const advice = 'Save it as a file before the page is closed.';
      this.#post({
        type: 'warning',
        problem: { place: 'storage', message: `${message} The model is not kept in this browser.`, advice },
      });
      return undefined;
    });
    await removeRun(run).catch(() => {}); // it is shown as broken off, and can be discarded there
    this.#post({ type: 'end', result, stopped: reporter.stopped, digest, stored: stored?.id });
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const { message, advice } = problemOf(error, 'storage');
    this.#post({
      type: 'warning',
      problem: {
        place: 'storage',
        message: `${message} The training goes on; a reload would lose it.`,
        advice,
      },
    });
  }
}
