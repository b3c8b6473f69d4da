import { barsSVG } from '@seqloom/charts';
import type { ResultTable } from '../task.ts';
import type { AnyRecipe, AnyResult } from '../task-types.ts';
import { countText } from './html-page.ts';

/** What a table of models says beside their names, parameters and seconds. */
export interface ModelsTableOptions<Result extends AnyResult> {
  /** A column for each measure. */
  readonly measures: readonly MeasureColumn<Result>[];
  /** Their titles say what the models are. */
  readonly recipes: readonly AnyRecipe[];
  /** The last row: what a model that has learned nothing reaches. */
  readonly baseline: { readonly name: string; readonly about: string };
}

/** A measure of models that are compared. */
export interface MeasureColumn<Result> {
  readonly head: string;
  cell(result: Result): string;
  /** What the baseline reaches; empty where it is not measured. */
  readonly baseline?: string;
}

/** A row a model, then one for the baseline, which has no parameters and takes no time. */
export function modelsTable<Result extends AnyResult>(
  results: readonly Result[],
  { measures, recipes, baseline }: ModelsTableOptions<Result>,
): ResultTable {
  return {
    heads: ['model', ...measures.map(({ head }) => head), 'parameters', 'seconds', 'what it is'],
    rows: [
      ...results.map((result) => [
        result.model,
        ...measures.map(({ cell }) => cell(result)),
        countText(result.parameters),
        result.seconds.toFixed(1),
        recipes.find(({ name }) => name === result.model)?.title ?? '',
      ]),
      [baseline.name, ...measures.map(({ baseline = '' }) => baseline), '0', '', baseline.about],
    ],
    baselines: 1,
  };
}

/** A bar for each model beside a baseline, as SVG. */
export function modelsChart<Result extends AnyResult>(
  results: readonly Result[],
  {
    value,
    ...texts
  }: {
    readonly title: string;
    /** What the bars measure. */
    readonly label: string;
    value(result: Result): number;
    readonly baseline: { readonly name: string; readonly value: number };
  },
): string {
  return barsSVG({
    ...texts,
    width: 520, // legible on a phone, where the picture shrinks to the screen
    bars: results.map((result) => ({ name: result.model, value: value(result) })),
  });
}
