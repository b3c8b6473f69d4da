import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { listModels, removeModel, type StoredModel } from '../storage/models.ts';
import type { TrainingKind } from './messages.ts';
import { type Problem, ProblemError, problemOf } from './problem.ts';
import { saveStoredModel } from './save-stored-model.ts';
import type { Training } from './training.ts';
import { TrainingClient } from './training-client.ts';

/** Models that the browser keeps, and what a visitor does with them. */
export interface ShownModels {
  /** The newest first. */
  readonly models: ReadonlySignal<readonly StoredModel[]>;
  /** Why the last thing was not done. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Opens a kept model or the file of one. */
  open(model: StoredModel | File): unknown;
  remove(model: StoredModel): unknown;
  /** Has the browser save the file of a kept model. */
  saveAs(model: StoredModel): unknown;
}

/** The models of a page that the browser keeps, and one that was opened, in a worker of its own. */
export interface KeptModels<K extends TrainingKind> extends ShownModels {
  /** The name of the model that is open; undefined for none. */
  readonly opened: ReadonlySignal<string | undefined>;
  close(): void;
  /**
   * Asks the model that is open.
   *
   * @throws ProblemError
   */
  ask: Training<K>['ask'];
}

/**
 * Finds the models of a page in the browser, and again when its training has stored one. Call it once, outside of components.
 *
 * @param kind as the worker serves it
 * @param createWorker as for the training
 */
export function keptModels<K extends TrainingKind>(
  kind: string,
  createWorker: () => Worker,
  training: Training<K>,
): KeptModels<K> {
  const models: Signal<readonly StoredModel[]> = signal([]);
  const opened: Signal<string | undefined> = signal(undefined);
  const problem: Signal<Problem | undefined> = signal(undefined);
  let client: TrainingClient<K> | undefined;

  const doing = async (work: () => Promise<void>, place: 'storage' | 'file') => {
    problem.value = undefined;
    try {
      await work();
    } catch (error) {
      problem.value = problemOf(error, place);
    }
  };
  const find = async () => {
    models.value = await listModels(kind);
  };
  const close = () => {
    client?.close();
    client = undefined;
    opened.value = undefined;
  };
  // a training changes its state ten times a second
  const stored = computed(() => training.state.value.stored);
  const phase = computed(() => training.state.value.phase);
  // where the browser keeps nothing, there is nothing to list: a training tells why
  effect(() => {
    stored.value;
    untracked(() => void find().catch(() => {}));
  });
  // the page speaks of one model
  effect(() => {
    if (phase.value === 'preparing') untracked(close);
  });

  return {
    models,
    opened,
    problem,
    close,
    open: (model) =>
      doing(async () => {
        close();
        const next = new TrainingClient<K>(createWorker());
        client = next;
        try {
          await next.open(
            model instanceof File
              ? { from: 'file', file: model, name: model.name }
              : { from: 'storage', id: model.id },
          );
        } catch (error) {
          if (client === next) close();
          throw error;
        }
        if (client === next) opened.value = model.name;
      }, 'file'),
    remove: ({ id }) =>
      doing(async () => {
        await removeModel(id);
        await find();
      }, 'storage'),
    saveAs: (model) => doing(() => saveStoredModel(model), 'storage'),
    ask(name, question) {
      if (client) return client.ask(name, question);
      const message = 'No model is open.';
      return Promise.reject(
        new ProblemError({ place: 'question', message, advice: 'Open one, or train one.' }),
      );
    },
  };
}
