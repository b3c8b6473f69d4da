import type { OptionTable } from '../options/command-option.ts';
import type { Evaluation, SweepDefaults, Task } from '../task.ts';
import { threadsText } from '../threads-text.ts';
import { requireError } from './baselines.ts';
import type { SeriesModel } from './forecasts.ts';
import { SERIES_LOAD_OPTIONS, seriesModelOf } from './model-file.ts';
import { unseenWindows } from './new-rows.ts';
import { percent } from './percent.ts';
import { prepareRun, takes } from './prepare-run.ts';
import { SERIES_RECIPES } from './recipes/catalog.ts';
import type { SeriesTypes } from './run.ts';
import { scoreWindows } from './score-windows.ts';
import { SERIES_CHOICES, type SeriesChoices } from './series-choices.ts';
import { fileNotices } from './series-notices.ts';
import { SERIES_MEASURE, seriesReport } from './series-report.ts';
import type { SeriesSource } from './series-source.ts';
import { measured, SERIES_PROGRESS, seriesResultText } from './series-texts.ts';

/** What an app says about its task on series. */
export interface SeriesTaskOptions extends Pick<Task<SeriesTypes>, 'name' | 'holds' | 'named'> {
  /** What reports compare models of: `Weather`. */
  readonly subject: string;
  /** What its commands call the choices. Default: `SERIES_CHOICES`. */
  readonly choices?: OptionTable<SeriesChoices>;
  /** What its sweep varies when nothing is said. Default: `gru` and `lstm` over the seeds 1, 2, 3. */
  readonly sweep?: SweepDefaults<SeriesTypes>;
}

/** The task of forecasting a column of a table some rows ahead, measured beside simple rules. */
export function seriesTask({
  name,
  holds,
  named,
  subject,
  choices = SERIES_CHOICES,
  sweep,
}: SeriesTaskOptions): Task<SeriesTypes> {
  return {
    name,
    holds,
    uses: ['evaluate', 'forecast'],
    named,
    recipes: SERIES_RECIPES,
    choices,
    takes,
    prepare: prepareRun,
    notices: ({ table }) => fileNotices(table),
    attachments: ({ form }) => ({ form }),
    loadOptions: SERIES_LOAD_OPTIONS,
    open: seriesModelOf,
    evaluate: (model, source, { backend, signal }) => measure(model, source, backend, signal),
    progress: SERIES_PROGRESS,
    resultText: seriesResultText,
    report: { ...seriesReport(choices), subject },
    sweep: {
      measure: SERIES_MEASURE,
      defaults: sweep ?? { models: ['gru', 'lstm'], choices: {}, seeds: [1, 2, 3] },
    },
  };
}

/** Measures a saved model on the rows after those it was trained and chosen on. */
async function measure(
  { model, form }: SeriesModel,
  source: SeriesSource,
  { name, threads }: { readonly name: string; readonly threads: number },
  signal: AbortSignal | undefined,
): Promise<Evaluation> {
  const windows = unseenWindows(form, source);
  const begin = performance.now();
  const { recipe, task } = form.fields;
  const { target, unit } = task;
  const scores = await scoreWindows({ model, form }, windows, signal);
  const { samples, mae: testMae, rmse: testRmse, baselineMae, skill } = scores;
  requireError(baselineMae, source.table, target, 'unseen');
  const result = {
    model: recipe,
    dataset: source.name,
    target,
    unit,
    testMae,
    testRmse,
    baselineMae,
    skill,
    testSamples: samples,
    backend: name,
    threads,
    seconds: (performance.now() - begin) / 1000,
  };
  return {
    result: { ...result, notices: fileNotices(source.table) },
    text:
      `${recipe} on ${source.name}, "${target}": error ${measured(testMae, unit)} on ${samples} windows ` +
      `(persistence: ${measured(baselineMae, unit)}, skill ${percent(result.skill)}), ` +
      `${result.seconds.toFixed(1)} s (${name}, ${threadsText(threads)})`,
  };
}
