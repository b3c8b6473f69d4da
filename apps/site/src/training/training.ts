import { type ReadonlySignal, signal } from '@preact/signals';
import { newId } from '../storage/new-id.ts';
import { listRuns, type RunRecord, removeRun, untilLetGo } from '../storage/runs.ts';
import type { RunRequest, TrainingEvent, TrainingKind } from './messages.ts';
import { ProblemError, problemOf } from './problem.ts';
import { TrainingClient } from './training-client.ts';
import { idleState, isUnderWay, preparingState, stateAfter, type TrainingState } from './training-state.ts';

/** The training of a page. */
export interface Training<K extends TrainingKind> {
  readonly state: ReadonlySignal<TrainingState<K>>;
  /** A run that a reload broke off, and that can be resumed. */
  readonly interrupted: ReadonlySignal<RunRecord<RunRequest<K>> | undefined>;
  /** Begins a run in a worker of its own; the model of the run before is closed. Does nothing while one is under way. */
  start(request: RunRequest<K>): void;
  /** Goes on with the run that was broken off. */
  resume(): void;
  /** Removes the run that was broken off. */
  discard(): Promise<void>;
  pause(): void;
  continue(): void;
  /** Ends the run; the model stays. */
  stop(): void;
  /**
   * Asks the model of the run, or the worker of the next run where there is none.
   *
   * @throws ProblemError
   */
  ask<Name extends keyof K['questions'] & string>(
    name: Name,
    question: K['questions'][Name]['question'],
  ): Promise<K['questions'][Name]['answer']>;
  /**
   * The file of the model.
   *
   * @throws ProblemError when there is none
   */
  save(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Makes the training of a page, and looks for a run that was broken off. Call it once, outside of components.
 *
 * @param kind as the worker serves it
 * @param createWorker makes `new Worker(new URL('./my-worker.ts', import.meta.url), { type: 'module' })`
 */
export function createTraining<K extends TrainingKind>(
  kind: string,
  createWorker: () => Worker,
): Training<K> {
  const state = signal<TrainingState<K>>(idleState());
  const interrupted = signal<RunRecord<RunRequest<K>> | undefined>(undefined);
  let client: TrainingClient<K> | undefined;
  /** Whether the worker of the client has had a run; the next run gets another one. */
  let used = false;

  const find = async () => {
    // where nothing is stored, nothing was broken off
    const runs = await listRuns<RunRequest<K>>(kind).catch(() => undefined);
    interrupted.value = runs?.brokenOff[0];
    return runs?.underWay ?? [];
  };
  const connect = (): TrainingClient<K> => {
    client ??= connected();
    return client;
  };
  const connected = () => {
    const made: TrainingClient<K> = new TrainingClient<K>(createWorker(), (event) => {
      if (made !== client) return; // of a worker that was closed
      hear(event);
    });
    return made;
  };
  const hear = (event: TrainingEvent<K>) => {
    // A worker that could not be loaded fails while nothing runs, too.
    if (event.type === 'failed' && !isUnderWay(state.value.phase)) client = undefined;
    state.value = stateAfter(state.value, event);
    if (event.type === 'failed') void find();
  };
  const begin = (request: RunRequest<K>, message: Parameters<TrainingClient<K>['tell']>[0]) => {
    if (isUnderWay(state.value.phase)) return;
    if (used) {
      client?.close();
      client = undefined;
    }
    used = true;
    state.value = preparingState(request);
    connect().tell(message);
  };
  // a reload may find the worker of the page before it still at work
  void find().then((underWay) => underWay.forEach((run) => void untilLetGo(run).then(find)));

  return {
    state,
    interrupted,
    start: (request) => begin(request, { type: 'start', run: newId(), request }),
    resume() {
      const run = interrupted.value;
      if (!run) return;
      interrupted.value = undefined;
      begin(run.request, { type: 'resume', run: run.id });
    },
    async discard() {
      const run = interrupted.value;
      if (!run) return;
      interrupted.value = undefined;
      await removeRun(run.id).catch((error: unknown) => {
        const problem = problemOf(error, 'storage');
        state.value = { ...state.value, warnings: [...state.value.warnings, problem] };
      });
      await find();
    },
    pause() {
      if (state.value.phase !== 'running') return;
      state.value = { ...state.value, phase: 'pausing' };
      client?.tell({ type: 'pause' });
    },
    continue: () => client?.tell({ type: 'continue' }),
    stop() {
      const { phase } = state.value;
      if (!isUnderWay(phase) || phase === 'measuring' || phase === 'stopping') return;
      state.value = { ...state.value, phase: 'stopping' };
      client?.tell({ type: 'stop' });
    },
    ask: (name, question) => connect().ask(name, question),
    save: () =>
      client?.save() ??
      Promise.reject(new ProblemError({ place: 'file', message: 'There is no model to save.', advice: '' })),
  };
}
