import type { ForecastStep, SeriesTypes } from '@seqloom/tasks';

/** Where the rows come from. */
export type SeriesData = { readonly time: string; readonly without: readonly string[] } & (
  | { readonly from: 'seattle' }
  | { readonly from: 'file'; readonly file: File }
);

/** Rows that the model has not learned from, and what it says of them, in the target's unit. */
export interface UnseenForecast {
  /** UTC milliseconds. */
  readonly times: Float64Array;
  readonly truth: Float32Array;
  readonly persistence: Float32Array;
  readonly forecast: Float32Array;
}

/** The mean absolute error of a forecast and of persistence in a group of times, in the target's unit. */
export interface GroupError {
  /** A month from 1 or an hour from 0, UTC. */
  readonly group: number;
  readonly forecast: number;
  readonly persistence: number;
  readonly count: number;
}

/** Errors on all unseen rows. */
export interface ErrorGroups {
  readonly months: readonly GroupError[];
  /** Empty where rows are a day or more apart. */
  readonly hours: readonly GroupError[];
}

/** What the page and its training worker agree on. */
export interface SeriesTraining {
  readonly types: SeriesTypes;
  readonly data: SeriesData;
  readonly questions: {
    /** The latest of the unseen rows. */
    readonly unseen: { readonly question: { readonly latest: number }; readonly answer: UnseenForecast };
    readonly errors: { readonly question: null; readonly answer: ErrorGroups };
    /** The values after the last row. */
    readonly next: {
      /** The rows of the page, for a model that was opened and has none. */
      readonly question: { readonly data: SeriesData };
      readonly answer: readonly ForecastStep[];
    };
  };
}
