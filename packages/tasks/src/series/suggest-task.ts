import { DatasetError, timeSplit } from '@seqloom/timeseries';
import { type FeatureColumns, featureColumns } from './feature-columns.ts';
import { type ForecastTask, kindOf, taskFor, temperatureIn } from './forecast-task.ts';
import type { SeriesSource } from './series-source.ts';
import { USUAL_SETTINGS, USUAL_UNITS } from './usual-settings.ts';

/** What can be forecast of a table, and what would be without another choice. */
export interface SuggestedTask {
  readonly task: ForecastTask;
  /** The columns that can be forecast or be inputs, and those that cannot, each with the reason. */
  readonly columns: FeatureColumns;
  /** The epochs and the width that networks of one layer take for such rows. */
  readonly network: { readonly epochs: number; readonly units: number };
}

/**
 * Suggests a task for a table: the target that is asked for, else the first temperature, else the first column that can be forecast,
 * with the lengths that fit the distance of the rows.
 *
 * @throws DatasetError when no column can be forecast; RangeError when there are too few rows to divide
 */
export function suggestTask(source: SeriesSource, target?: string): SuggestedTask {
  const { table } = source;
  const columns = featureColumns(table, timeSplit(table.rows).train, target ?? '');
  if (target === undefined && columns.names.length === 0 && columns.leftOut.length > 0) {
    const why = columns.leftOut.join(', ');
    throw new DatasetError(table.name, `no column can be forecast: ${why}. Give one whose numbers change.`);
  }
  // where no column holds numbers, `taskFor` says so
  const found = target ?? temperatureIn(columns.names) ?? columns.names[0];
  return {
    task: taskFor(source, found === undefined ? {} : { target: found }),
    columns,
    network: { epochs: USUAL_SETTINGS[kindOf(table)].epochs, units: USUAL_UNITS },
  };
}
