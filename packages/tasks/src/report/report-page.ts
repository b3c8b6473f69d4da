import type { ReportedRun } from '../run.ts';
import type { Task } from '../task.ts';
import { programOf } from '../task-of-file.ts';
import type { TaskTypes } from '../task-types.ts';
import type { Facts } from './facts.ts';
import { countText, escapeText, htmlPage, htmlTable, type PageLink } from './html-page.ts';
import { runSection } from './run-section.ts';
import { shellWord } from './shell-word.ts';

/** What stands on a page beside the runs. */
export interface ReportPageOptions {
  /** The pages in the same folder to lead to. */
  readonly beside?: readonly PageLink[] | undefined;
  /** What the runs were made with: versions and the machine. */
  readonly environment?: Facts;
}

/**
 * A page on one or several runs over the same data: the comparison with what is simpler, charts, settings, data, times and network of
 * each run, and the commands that repeat them. It needs no other file, no script and no network.
 *
 * @throws RangeError when there is no run
 */
export function reportPage<T extends TaskTypes>(
  task: Pick<Task<T>, 'name' | 'program' | 'named' | 'recipes' | 'report'>,
  runs: readonly ReportedRun<T['result']>[],
  { beside, environment = [] }: ReportPageOptions = {},
): string {
  const results = runs.map(({ result }) => result);
  const [first] = results;
  if (!first) throw new RangeError('reportPage: there are no results. Give at least one.');
  const { report } = task;
  const text = escapeText;
  const about = task.named.find(({ name }) => name === first.dataset && first.data === undefined)?.about;
  const counts = `${countText(first.trainSamples)} ${report.samples} train, ${countText(first.validationSamples)} validate, ${countText(first.testSamples)} test.`;
  const titleOf = (model: string) => task.recipes.find(({ name }) => name === model)?.title ?? '';
  const section = (run: ReportedRun<T['result']>) =>
    runSection(run, {
      title: titleOf(run.result.model),
      samples: report.samples,
      environment,
      folded: runs.length > 1,
    });
  return htmlPage({
    title:
      results.length === 1
        ? `${first.model} on ${first.dataset}`
        : `${report.subject}: ${results.length} models compared`,
    beside,
    body: `<p>${text(report.question(first))} Trained on the backend
${text(first.backend)}, threads: ${first.threads}. Data: <b>${text(first.dataset)}</b>${about === undefined ? '' : ` – ${text(about)}`}. ${text(counts)}</p>
<div class="panel summary"><figure>${report.comparison(results)}</figure>
<div><p class="soft">${text(report.note(first))}</p>
${htmlTable(report.table(results))}</div></div>
<div class="runs">${runs.map(section).join('\n')}</div>
<section class="panel"><h2>Run it again</h2>
<p>The same seed and backend give the same numbers, to the last bit, on any number of threads.</p>
<pre tabindex="0">${results.map((result) => text(commandOf(task, result))).join('\n')}</pre></section>`,
  });
}

/** The command that repeats a run. */
function commandOf<T extends TaskTypes>(
  task: Pick<Task<T>, 'name' | 'program' | 'named' | 'report'>,
  result: T['result'],
): string {
  const { named, report } = task;
  const { model, dataset, data, seed, backend, threads } = result;
  const word = data ?? named.find((entry) => entry.name === dataset)?.word ?? dataset;
  return [
    `${programOf(task).train} --model ${model} --data ${shellWord(word)}`,
    ...report.repeat(result),
    `--seed ${seed} --backend ${backend} --threads ${threads}`,
  ].join(' ');
}
