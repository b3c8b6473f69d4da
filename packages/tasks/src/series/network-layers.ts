import { type Layer, Permute, Reshape } from '@seqloom/nn';
import { type ForecastTask, horizonOf, outputsOf } from './forecast-task.ts';
import type { NetworkRecipe, Settings } from './recipe.ts';

/**
 * The layers of a recipe for a task: to `[B, 1]` for one value, `[B, H]` for the rows of a horizon, `[B, Q]` for quantiles, `[B, H, Q]`
 * for both.
 */
export function networkLayers(
  recipe: NetworkRecipe,
  task: ForecastTask,
  length: number,
  settings: Settings,
): Layer[] {
  const layers = recipe.layers(length, settings, outputsOf(task));
  const [horizon, quantiles] = [horizonOf(task), task.quantiles?.length ?? 1];
  if (horizon === 1 || quantiles === 1) return layers;
  // the rows of a quantile lie side by side, because recipes may forecast them as one sequence
  return [...layers, new Reshape({ targetShape: [quantiles, horizon] }), new Permute({ dims: [2, 1] })];
}
