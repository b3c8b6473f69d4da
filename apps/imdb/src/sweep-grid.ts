import type { Recipe, Settings } from './recipe.ts';

/** What a sweep varies: it trains every combination. */
export interface SweepGrid {
  readonly recipes: readonly Recipe[];
  /** Numbers of training reviews; empty: as many as each recipe wants. */
  readonly trainSamples: readonly number[];
  /** Names of word vectors; only recipes that begin with some vary them. */
  readonly vectors: readonly string[];
  /** Widths of the hidden or recurrent layers; empty: the recipe's. */
  readonly units: readonly number[];
  readonly seeds: readonly number[];
}

/** One combination: a model as it is trained, once a seed. */
export interface SweepSetting {
  readonly recipe: Recipe;
  /** Absent for a recipe that learns its own. */
  readonly vectors?: string;
  /** Takes the place of the recipe's numbers. */
  readonly settings: Partial<Settings>;
}

/**
 * All combinations, in the order of the options: models change slowest, numbers of reviews fastest.
 *
 * @param fixed settings that all runs share
 */
export function sweepSettings(grid: SweepGrid, fixed: Partial<Settings> = {}): SweepSetting[] {
  const choices = <T>(values: readonly T[]): readonly (T | undefined)[] =>
    values.length > 0 ? values : [undefined];
  return grid.recipes.flatMap((recipe) =>
    choices(recipe.pretrained ? grid.vectors : []).flatMap((vectors) =>
      choices(grid.units).flatMap((units) =>
        choices(grid.trainSamples).map((trainSamples) => ({
          recipe,
          ...(vectors !== undefined && { vectors }),
          settings: {
            ...fixed,
            ...(units !== undefined && { units }),
            ...(trainSamples !== undefined && { trainSamples }),
          },
        })),
      ),
    ),
  );
}
