import type { ChosenModels } from '../task.ts';
import type { SeriesTypes } from './run.ts';
import type { SeriesChoices } from './series-choices.ts';
import type { SeriesSource } from './series-source.ts';

/** Fewer rows teach a network less than a regression that is solved for at once. */
const LEAST_ROWS = 500;

/**
 * The models for a series when none is named: ridge regression, which is at times the best and always fast, and a GRU where there
 * are rows enough for it. For several rows at once also DLinear, unless columns are known in advance, because it reads the target only. The
 * regression forecasts no quantiles.
 */
export function chooseSeriesModels(
  { table }: SeriesSource,
  { multiStep, quantiles, known }: Partial<SeriesChoices> = {},
): ChosenModels<SeriesTypes> {
  if (multiStep || quantiles) {
    return { models: [...(quantiles ? [] : ['ridge']), ...(known ? [] : ['dlinear']), 'gru'], choices: {} };
  }
  return { models: table.rows < LEAST_ROWS ? ['ridge'] : ['ridge', 'gru'], choices: {} };
}
