import { findRecipe } from './find-recipe.ts';
import type { Trained } from './run.ts';
import type { Task } from './task.ts';
import type { TaskTypes } from './task-types.ts';
import { type TrainTaskOptions, trainTask } from './train-task.ts';

/** Options of {@link trainChosen}. */
export interface TrainChosenOptions<T extends TaskTypes> extends Omit<TrainTaskOptions<T>, 'recipe'> {
  /** The model to train. Default: those that the task chooses for the data. */
  readonly model?: string | undefined;
  /** What messages call the place where the model was named. */
  readonly option?: string;
}

/**
 * Trains the model that is named, or else those that the task chooses for the data, and keeps the one with the best result on the
 * validation part. The test part has no say in it.
 *
 * @throws RangeError when no model is named and the task chooses none; otherwise as {@link trainTask}; then nothing stays allocated
 */
export async function trainChosen<T extends TaskTypes>(
  task: Task<T>,
  { model, option = '--model', choices, cache = new Map(), ...options }: TrainChosenOptions<T>,
): Promise<Trained<T>> {
  const chosen =
    model === undefined ? task.choose?.(options.source, choices ?? {}) : { models: [model], choices: {} };
  if (!chosen) {
    throw new RangeError(`${option}: is missing. Give it, for instance ${option} ${task.recipes[0]!.name}.`);
  }
  const recipes = chosen.models.map((name) => findRecipe(task, name, option));
  let best: Trained<T> | undefined;
  try {
    for (const recipe of recipes) {
      const trained = await trainTask(task, {
        ...options,
        recipe,
        choices: { ...takenChoices(task, recipe, chosen.choices), ...choices } as Partial<T['choices']>,
        cache,
      });
      const isBetter = !best || validationOf(task, trained) > validationOf(task, best);
      (isBetter ? best : trained)?.model.model.dispose();
      if (isBetter) best = trained;
    }
  } catch (error) {
    best?.model.model.dispose();
    throw error;
  }
  return best!;
}

/** The chosen numbers that a recipe has. */
function takenChoices<T extends TaskTypes>(
  task: Task<T>,
  recipe: T['recipe'],
  choices: Partial<T['choices']>,
): Partial<T['choices']> {
  return Object.fromEntries(
    Object.entries(choices).filter(([name]) => task.takes(recipe, name as keyof T['choices'] & string)),
  ) as Partial<T['choices']>;
}

/** The result on the validation part; more is better. */
function validationOf<T extends TaskTypes>({ sweep }: Task<T>, { result }: Trained<T>): number {
  const { validation, better } = sweep.measure;
  const value = (result as unknown as Readonly<Record<string, number>>)[validation]!;
  return better === 'higher' ? value : -value;
}
