import type { SelectedBackend } from '@seqloom/backend';
import { notNegative, type OptionRules, resolveOptions } from '@seqloom/options';
import {
  type Callback,
  type Communicator,
  fit,
  modelCheckpoint,
  type Network,
  type SingleOutputModel,
} from '@seqloom/train';
import type { EpochReport, ProgressSink } from './progress.ts';
import { networkDetails } from './report/network-details.ts';
import type { Learned, Run, Stage, Trained, Training } from './run.ts';
import type { Task } from './task.ts';
import { attachmentsOf } from './task-of-file.ts';
import type { TaskTypes } from './task-types.ts';

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
  /** More callbacks for training, such as `backup`. */
  readonly callbacks?: readonly Callback[];
  /** Takes the model before its first step. It learns while it is used, and is disposed of when the run fails. */
  readonly onModel?: (model: T['model']) => void;
  /** Takes the file of a model each time that it is the best one so far on the validation part. */
  readonly onBest?: (bytes: Uint8Array) => Promise<void>;
  /** Ends the run after the step it is in. */
  readonly signal?: AbortSignal | undefined;
  /** Trains in several processes, which all run the same task on the same data. */
  readonly communicator?: Communicator | undefined;
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
  const { callbacks = [], onBest, onModel, communicator } = options;
  const since = stopwatch();
  const run = await task.prepare(source, { recipe, choices, seed, backend, signal, cache });
  const model = run.network(seed);
  try {
    const network = networkDetails(model);
    const prepare = since();
    progress.onStart?.(run.plan(model));
    onModel?.(run.finish(model));
    const best =
      onBest &&
      modelCheckpoint({
        write: onBest,
        saveBestOnly: true,
        saveOptimizer: false,
        attachments: attachmentsOf(task, run.finish(model)),
      });
    const before = await trainStages(run.before?.(model) ?? [], { seed, progress, signal, communicator });
    const whole = run.training
      ? await learn(model, run.training, {
          seed,
          progress,
          signal,
          communicator,
          more: [...(best ? [best] : []), ...callbacks],
        })
      : await solve(model, run, signal);
    const learned = { ...whole, seconds: before + whole.seconds };
    since();
    const outcome = await run.measure(model, learned);
    const timings = { prepare, train: learned.seconds, measure: since() };
    return { ...outcome, network, timings, model: run.finish(model) };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    run.training?.optimizer.dispose();
  }
}

/** Seconds since it was asked last, or made. */
function stopwatch(): () => number {
  let begin = performance.now();
  return () => {
    const seconds = (performance.now() - begin) / 1000;
    begin = performance.now();
    return seconds;
  };
}

/** What the reports of a run carry from step to step. */
interface Reported {
  readonly seconds?: number;
}

const STATE_RULES: OptionRules<Reported> = { seconds: notNegative(0) };

interface StageContext {
  readonly seed: number;
  readonly progress: ProgressSink<never>;
  readonly signal: AbortSignal | undefined;
  readonly communicator: Communicator | undefined;
}

/** Trains the parts that come before the whole, and returns how many seconds that took. */
async function trainStages(
  stages: readonly Stage[],
  { progress, ...context }: StageContext,
): Promise<number> {
  let total = 0;
  const left = [...stages];
  try {
    for (const { name, model, training } of stages) {
      const onEpoch = (epoch: EpochReport) => progress.onStage?.({ stage: name, epoch });
      const learned = await learn(model, training, { ...context, progress: { onEpoch }, more: [] });
      total += learned.seconds;
      const stage = left.shift()!;
      training.optimizer.dispose();
      await stage.finish?.(learned);
    }
  } finally {
    for (const { training, finish } of left) {
      training.optimizer.dispose();
      await finish?.(undefined);
    }
  }
  return total;
}

/** Training step by step. */
async function learn(
  model: Network,
  { data, measures, lossUnit = 1, ...training }: Training,
  { seed, progress, signal, communicator, more }: StageContext & { readonly more: readonly Callback[] },
): Promise<Learned> {
  const { epochs, callbacks = [] } = training;
  let begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const reporter: Callback = {
    name: 'reporter',
    lateBatches: true, // it only reports: a GPU need not wait for it
    firstRankOnly: true,
    onBatchEnd: ({ epoch, batch, meanLoss }) =>
      progress.onStep?.({ epoch: epoch + 1, step: batch + 1, loss: meanLoss * lossUnit }),
    onEpochEnd: (epoch, logs) =>
      progress.onEpoch?.({
        epoch: epoch + 1,
        epochs,
        ...measures({ ...logs } as Record<string, number>),
        seconds: seconds(),
      }),
    // A run that goes on counts the time before, too.
    state: () => ({ data: { seconds: seconds() } }),
    restore({ data }) {
      const { seconds } = resolveOptions<Reported>('reporter: state', data, STATE_RULES);
      begin = performance.now() - seconds * 1000;
    },
  };
  const { series } = await fit(model, data, {
    ...training,
    seed,
    ...(signal && { signal }),
    communicator,
    callbacks: [...callbacks, reporter, ...more],
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
async function solve<T extends TaskTypes>(
  model: SingleOutputModel,
  run: Run<T>,
  signal: AbortSignal | undefined,
): Promise<Learned> {
  const begin = performance.now();
  await run.solve?.(model, signal);
  return { seconds: (performance.now() - begin) / 1000, epochs: 0, history: {} };
}
