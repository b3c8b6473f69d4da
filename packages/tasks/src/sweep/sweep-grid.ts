import type { Task } from '../task.ts';
import type { TaskTypes } from '../task-types.ts';

/** Values of choices, by name. */
export type ChoiceLists<T extends TaskTypes> = {
  readonly [Name in keyof T['choices']]?: readonly NonNullable<T['choices'][Name]>[];
};

/** What a sweep varies: it trains every combination. */
export interface SweepGrid<T extends TaskTypes> {
  readonly recipes: readonly T['recipe'][];
  readonly choices: ChoiceLists<T>;
  readonly seeds: readonly number[];
}

/** One combination: a model as it is trained, once a seed. */
export interface SweepSetting<T extends TaskTypes> {
  readonly recipe: T['recipe'];
  readonly choices: Partial<T['choices']>;
}

/**
 * All combinations: models change slowest, the last choice of the task fastest. A model is run without the choices that it does
 * not have.
 */
export function sweepSettings<T extends TaskTypes>(
  task: Pick<Task<T>, 'choices' | 'takes'>,
  { recipes, choices }: Omit<SweepGrid<T>, 'seeds'>,
): SweepSetting<T>[] {
  const names = (Object.keys(task.choices) as (keyof T['choices'] & string)[]).filter(
    (name) => choices[name],
  );
  return recipes.flatMap((recipe) =>
    names
      .filter((name) => task.takes(recipe, name))
      .reduce<Partial<T['choices']>[]>(
        (made, name) =>
          made.flatMap((chosen) => choices[name]!.map((value) => ({ ...chosen, [name]: value }))),
        [{}],
      )
      .map((chosen) => ({ recipe, choices: chosen })),
  );
}
