import type { SweepMeasure } from '../task.ts';
import type { TaskTypes } from '../task-types.ts';
import type { SweepRun } from './run-sweep.ts';

/** The runs of a sweep, a row each. A number has all its digits. */
export function sweepTable<T extends TaskTypes>(
  { columns }: SweepMeasure<T['result']>,
  runs: readonly SweepRun<T>[],
): Record<string, unknown>[] {
  const varied = [...new Set(runs.flatMap(({ setting }) => Object.keys(setting.choices)))].filter(
    (name) => name !== 'trainSamples' && name !== 'epochs', // results say what was done, not what was asked for
  );
  return runs.map(({ setting, result }) => ({
    model: result.model,
    ...Object.fromEntries(
      varied.map((name) => [underscored(name), (setting.choices as Record<string, unknown>)[name]]),
    ),
    train_samples: result.trainSamples,
    seed: result.seed,
    epochs: result.epochs,
    ...Object.fromEntries(Object.entries(columns).map(([name, of]) => [name, of(result)])),
    seconds: result.seconds,
  }));
}

/** `learningRate` → `learning_rate`. */
function underscored(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
