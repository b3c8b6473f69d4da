import { anySeriesTask, type SeriesSource } from '@seqloom/tasks';
import { ProblemError } from '../../training/problem.ts';
import { type Asked, serveTraining } from '../../training/serve-training.ts';
import { openSeriesData, withInputs } from './bundled-series.ts';
import { pageWords } from './page-words.ts';
import { SeriesAnswers } from './series-answers.ts';
import type { SeriesData, SeriesTraining } from './series-training.ts';
import { inUnit } from './series-words.ts';

let kept: { readonly source: SeriesSource; readonly answers: SeriesAnswers } | undefined;

/** Serves the training of networks from the worker. */
export function serveNetwork(): void {
  serveTraining<SeriesTraining>({
    kind: 'series',
    task: async () => anySeriesTask,
    openSource: openRows,
    about: ({ model, dataset, target, testMae, unit }) => ({
      name: `${target} of ${dataset}, ${model}`,
      facts: { 'test error': inUnit(testMae, unit) },
    }),
    questions: {
      unseen: ({ latest }, asked) => answer(asked, (answers, model) => answers.unseen(model, latest)),
      errors: (_, asked) => answer(asked, (answers, model) => answers.errors(model)),
      next: async ({ data }, { model, source }) =>
        answer({ model, source: source ?? (await openRows(data)) }, (answers, asked) => answers.next(asked)),
    },
  });
}

/** The rows of a request, without the columns that are no inputs. */
async function openRows(data: SeriesData, signal?: AbortSignal): Promise<SeriesSource> {
  return withInputs(await openSeriesData(data, signal), data.without);
}

type Model = NonNullable<Asked<SeriesTraining>['model']>;

async function answer<T>(
  { model, source }: Asked<SeriesTraining>,
  ask: (answers: SeriesAnswers, model: Model) => Promise<T>,
): Promise<T> {
  if (!model || !source) {
    throw new ProblemError({
      place: 'question',
      message: 'There is no model yet.',
      advice: 'Start the training first.',
    });
  }
  if (kept?.source !== source) kept = { source, answers: new SeriesAnswers(source) };
  try {
    return await ask(kept.answers, model);
  } catch (error) {
    const message = pageWords(error instanceof Error ? error.message : String(error));
    throw new ProblemError({ place: 'question', message, advice: '' }, { cause: error });
  }
}
