import type { SelectedBackend } from '@seqloom/backend';
import { type Callback, fit, type SingleOutputModel } from '@seqloom/train';
import type { Learned, ProgressSink, Run, Task, TaskTypes, Trained, Training } from './task.ts';

/** What a run is made of. */
export interface TrainTaskOptions<T extends TaskTypes> {
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly source: T['source'];
  readonly recipe: T['recipe'];
  /** Takes the place of the recipe's own numbers. */
  readonly choices?: Partial<T['choices']>;
  /** Decides initial weights, split, order and dropout. Default 1. */
  readonly seed?: number;
  readonly progress?: ProgressSink<T['plan']>;
  /** Ends the run after the step it is in. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps what runs on the same data share. */
  readonly cache?: Map<string, unknown>;
}

/**
 * Trains a recipe and measures it on the test part. The same seed, data and choices give the same numbers, to the last bit.
 *
 * @throws RangeError or DatasetError for data or choices that do not fit; the signal's reason when it is aborted; then nothing
 * stays allocated
 */
export async function trainTask<T extends TaskTypes>(
  task: Task<T>,
  options: TrainTaskOptions<T>,
): Promise<Trained<T>> {
  const { backend, source, recipe, choices = {}, seed = 1, progress = {}, signal, cache } = options;
  const run = await task.prepare(source, { recipe, choices, seed, backend, signal, cache });
  const model = run.network(seed);
  try {
    progress.onStart?.(run.plan(model));
    const learned = run.training
      ? await learn(model, run.training, { seed, progress, signal })
      : solve(model, run);
    return { ...(await run.measure(model, learned)), model: run.finish(model) };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    run.training?.optimizer.dispose();
  }
}

/** Training step by step. */
async function learn(
  model: SingleOutputModel,
  { data, measures, lossUnit = 1, ...training }: Training,
  {
    seed,
    progress,
    signal,
  }: { seed: number; progress: ProgressSink<never>; signal: AbortSignal | undefined },
): Promise<Learned> {
  const { epochs, callbacks = [] } = training;
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const reporter: Callback = {
    lateBatches: true, // it only reports: a GPU need not wait for it
    onBatchEnd: ({ epoch, batch, meanLoss }) =>
      progress.onStep?.({ epoch: epoch + 1, step: batch + 1, loss: meanLoss * lossUnit }),
    onEpochEnd: (epoch, logs) =>
      progress.onEpoch?.({
        epoch: epoch + 1,
        epochs,
        ...measures({ ...logs } as Record<string, number>),
        seconds: seconds(),
      }),
  };
  const { series } = await fit(model, data, {
    ...training,
    seed,
    ...(signal && { signal }),
    callbacks: [...callbacks, reporter],
  });
  const elapsed = seconds();
  const lists = Object.entries(series as Readonly<Record<string, readonly number[]>>);
  const epochLogs = series.loss!.map((_, epoch) =>
    measures(Object.fromEntries(lists.map(([name, values]) => [name, values[epoch]!]))),
  );
  const names = Object.keys(epochLogs[0] ?? {});
  const history = Object.fromEntries(names.map((name) => [name, epochLogs.map((logs) => logs[name]!)]));
  return { seconds: elapsed, epochs: series.loss!.length, history };
}

/** Weights at once. */
function solve<T extends TaskTypes>(model: SingleOutputModel, run: Run<T>): Learned {
  const begin = performance.now();
  run.solve?.(model);
  return { seconds: (performance.now() - begin) / 1000, epochs: 0, history: {} };
}
