import type { ForecastTable } from './forecast-csv.ts';
import type { SeriesChoice } from './series-settings.ts';
import type { Baselines, TableFacts } from './series-table.ts';
import type { SeriesData } from './series-training.ts';

/** What the page asks of the worker that reads files. */
export type DataRequest = { readonly id: number } & (
  | { readonly type: 'open'; readonly data: SeriesData }
  | {
      readonly type: 'baselines';
      readonly choices: SeriesChoice;
      /** Columns that are no inputs. */
      readonly without: readonly string[];
      readonly latest: number;
    }
  | { readonly type: 'csv'; readonly table: ForecastTable }
);

/** What it answers. */
export type DataAnswer = { readonly id: number } & (
  | { readonly type: 'facts'; readonly facts: TableFacts }
  | { readonly type: 'baselines'; readonly baselines: Baselines }
  | { readonly type: 'csv'; readonly csv: string }
  | { readonly type: 'error'; readonly message: string }
  /** A later request took its place. */
  | { readonly type: 'superseded' }
);
