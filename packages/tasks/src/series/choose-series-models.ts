import type { ChosenModels } from '../task.ts';
import type { SeriesTypes } from './run.ts';
import type { SeriesSource } from './series-source.ts';

/** Fewer rows teach a network less than a regression that is solved for at once. */
const LEAST_ROWS = 500;

/**
 * The models for a series when none is named: ridge regression, which is at times the best and always fast, and a GRU where there
 * are rows enough for it.
 */
export function chooseSeriesModels({ table }: SeriesSource): ChosenModels<SeriesTypes> {
  return { models: table.rows < LEAST_ROWS ? ['ridge'] : ['ridge', 'gru'], choices: {} };
}
