import type { Chart, Outcome, Task, TaskTypes } from '../task.ts';
import { programOf } from '../task-of-file.ts';
import { countText, escapeText, htmlPage, htmlTable, type PageLink } from './html-page.ts';
import { shellWord } from './shell-word.ts';

/**
 * A page on one or several runs over the same data: the comparison with what is simpler, the charts of each run, and the commands
 * that repeat them. It needs no other file, no script and no network.
 *
 * @param beside the page in the same folder to lead to
 * @throws RangeError when there is no run
 */
export function reportPage<T extends TaskTypes>(
  task: Pick<Task<T>, 'name' | 'named' | 'recipes' | 'report'>,
  runs: readonly Outcome<T['result']>[],
  beside?: PageLink,
): string {
  const results = runs.map(({ result }) => result);
  const [first] = results;
  if (!first) throw new RangeError('reportPage: there are no results. Give at least one.');
  const { report } = task;
  const text = escapeText;
  const about = task.named.find(({ name }) => name === first.dataset && first.data === undefined)?.about;
  const counts = `${countText(first.trainSamples)} ${report.samples} train, ${countText(first.validationSamples)} validate, ${countText(first.testSamples)} test.`;
  const titleOf = (model: string) => task.recipes.find(({ name }) => name === model)?.title ?? '';
  const section = ({ result, about, charts }: Outcome<T['result']>) => `<section>
<h2>${text(result.model)}: ${text(titleOf(result.model))}</h2>
<p class="soft">${text(about)}</p>
<div class="charts">${charts().map(figure).join('')}</div>
</section>`;
  return htmlPage({
    title:
      results.length === 1
        ? `${first.model} on ${first.dataset}`
        : `${report.subject}: ${results.length} models compared`,
    beside,
    body: `<p>${text(report.question(first))} Trained on the backend
${text(first.backend)}, threads: ${first.threads}. Data: <b>${text(first.dataset)}</b>${about === undefined ? '' : ` – ${text(about)}`}. ${text(counts)}</p>
<div class="summary"><figure>${report.comparison(results)}</figure>
<div><p class="soft">${text(report.note(first))}</p>
${htmlTable(report.table(results))}</div></div>
<div class="runs">${runs.map(section).join('\n')}</div>
<h2>Once more</h2>
<p>The same seed gives the same numbers, to the last bit.</p>
<pre tabindex="0">${results.map((result) => text(commandOf(task, result))).join('\n')}</pre>`,
  });
}

function figure({ svg, place = 'half' }: Chart): string {
  return place === 'none' ? '' : `<figure${place === 'row' ? ' class="row"' : ''}>${svg}</figure>`;
}

/** The command that repeats a run. */
function commandOf<T extends TaskTypes>(
  { name, program, named, report }: Pick<Task<T>, 'name' | 'program' | 'named' | 'report'>,
  result: T['result'],
): string {
  const { model, dataset, data, seed } = result;
  const word = data ?? named.find((entry) => entry.name === dataset)?.word ?? dataset;
  return [
    `${programOf({ name, ...(program && { program }) }).train} --model ${model} --data ${shellWord(word)}`,
    ...report.repeat(result),
    `--seed ${seed}`,
  ].join(' ');
}
