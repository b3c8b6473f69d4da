import type { RunChoice } from './run.ts';
import type { AnyResult, AnySource, TaskTypes } from './task-types.ts';

/** What a result says of its run before anything is measured: the model, the data, the backend and the seed. */
export function runFacts(
  source: AnySource,
  { recipe, backend, seed }: Pick<RunChoice<TaskTypes>, 'recipe' | 'backend' | 'seed'>,
): Pick<AnyResult, 'model' | 'dataset' | 'data' | 'backend' | 'threads' | 'seed'> {
  return {
    model: recipe.name,
    dataset: source.name,
    ...(source.data !== undefined && { data: source.data }),
    backend: backend.name,
    threads: backend.threads,
    seed,
  };
}
