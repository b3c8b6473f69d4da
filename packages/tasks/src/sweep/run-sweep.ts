import type { SelectedBackend } from '@seqloom/backend';
import type { Task } from '../task.ts';
import type { TaskTypes } from '../task-types.ts';
import { trainTask } from '../train-task.ts';
import type { SweepSetting } from './sweep-grid.ts';

/** What a sweep is made of. */
export interface SweepOptions<T extends TaskTypes> {
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly source: T['source'];
  /** At least one. */
  readonly settings: readonly SweepSetting<T>[];
  /** Every setting is trained with every one of them; at least one. */
  readonly seeds: readonly number[];
  /** Told after each run. `done` counts from 1. */
  readonly onRun?: (run: SweepRun<T>, done: number, total: number) => void;
  /** Ends the sweep after the step it is in. */
  readonly signal?: AbortSignal;
}

/** One run of a sweep. */
export interface SweepRun<T extends TaskTypes> {
  readonly setting: SweepSetting<T>;
  readonly result: T['result'];
}

/**
 * Trains every setting with every seed and measures each on the test part, one after the other. What runs share is prepared once:
 * texts become ids once for a vocabulary, a file of vectors is read once.
 *
 * @returns the seeds of a setting side by side
 * @throws RangeError for a setting that does not fit the data, and for bad or missing vectors, before the first run; the
 * signal's reason when it is aborted
 */
export async function runSweep<T extends TaskTypes>(
  task: Task<T>,
  { backend, source, settings, seeds, onRun, signal }: SweepOptions<T>,
): Promise<SweepRun<T>[]> {
  const cache = new Map<string, unknown>();
  for (const { recipe, choices } of settings) {
    signal?.throwIfAborted();
    const run = await task.prepare(source, { recipe, choices, seed: seeds[0]!, backend, signal, cache });
    run.training?.optimizer.dispose();
  }
  const runs: SweepRun<T>[] = [];
  for (const setting of settings) {
    for (const seed of seeds) {
      const { result, model } = await trainTask(task, {
        backend,
        source,
        ...setting,
        seed,
        cache,
        ...(signal && { signal }),
      });
      model.model.dispose();
      runs.push({ setting, result });
      onRun?.(runs.at(-1)!, runs.length, settings.length * seeds.length);
    }
  }
  return runs;
}
