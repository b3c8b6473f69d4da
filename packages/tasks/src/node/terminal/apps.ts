/** What apps have to know of one another, to tell whose a model file is. */
export interface AppFacts {
  /** What its model files hold. */
  readonly holds: string;
  /** The class in its model files that no other app's have. */
  readonly form: string;
  /** The commands that model files are for. */
  readonly uses: readonly string[];
}

/** What users type after `pnpm`. */
export type AppName = 'imdb' | 'weather';

export const APPS: Readonly<Record<AppName, AppFacts>> = {
  imdb: { holds: 'a model of film reviews', form: 'ReviewForm', uses: ['evaluate', 'predict'] },
  weather: { holds: 'a model of weather', form: 'SeriesForm', uses: ['evaluate', 'forecast'] },
};
