import type { Chart, ReportedRun, RunTimings, TitledTable } from '../run.ts';
import type { AnyResult } from '../task-types.ts';
import { type Facts, factsSection, secondsText } from './facts.ts';
import { countText, escapeText, htmlTable } from './html-page.ts';
import { layersTable, type NetworkDetails, networkFacts, networkPicture } from './network-details.ts';

/** What a page says of a run. */
export interface RunSectionOptions {
  /** What the model is, in a few words. */
  readonly title: string;
  /** What samples are called: `reviews`. */
  readonly samples: string;
  /** What it ran on: versions and the machine. */
  readonly environment: Facts;
  /** Whether details can be folded away, where a page has several runs. */
  readonly folded: boolean;
}

/** A run in the report: its charts, tables, settings, data, times and network. */
export function runSection<Result extends AnyResult>(
  { result, about, charts, details, timings, network }: ReportedRun<Result>,
  { title, samples, environment, folded }: RunSectionOptions,
): string {
  const { settings = [], data = [], tables = [] } = details?.() ?? {};
  const facts = [
    factsSection('Settings', settings),
    factsSection('Data', data),
    factsSection('Time', timings ? timeFacts(result, timings, samples) : []),
    factsSection('Made with', [
      ['backend', result.backend],
      ['threads', String(result.threads)],
      ...environment,
    ]),
  ].join('\n');
  const more = `<div class="facts">${facts}</div>${network ? networkSection(network, result.model) : ''}`;
  return `<section class="panel">
<h2>${escapeText(result.model)}: ${escapeText(title)}</h2>
<p class="soft">${escapeText(about)}</p>
<div class="charts">${charts().map(figure).join('')}</div>
${tables.map(tableSection).join('\n')}
${folded ? `<details><summary>Settings, data, time and network of ${escapeText(result.model)}</summary>\n${more}</details>` : more}
</section>`;
}

function figure({ svg, place = 'half', table }: Chart): string {
  if (place === 'none') return '';
  const numbers = table
    ? `<details><summary>Numbers</summary>${htmlTable(table, `Numbers of the chart: ${table.heads.join(', ')}`)}</details>`
    : '';
  return `<figure${place === 'row' ? ' class="row"' : ''}>${svg}${numbers}</figure>`;
}

function tableSection({ title, note, ...table }: TitledTable): string {
  return `<h3>${escapeText(title)}</h3>
${note === undefined ? '' : `<p class="soft">${escapeText(note)}</p>\n`}${htmlTable(table)}`;
}

function networkSection(network: NetworkDetails, name: string): string {
  return `<h3>Network</h3>
<div class="network"><figure>${networkPicture(network, `Layers of ${name}`)}</figure>
<div>${htmlTable(layersTable(network))}
${factsSection('In all', networkFacts(network)).replaceAll('h3>', 'h4>')}</div></div>`;
}

function timeFacts({ epochs, trainSamples }: AnyResult, timings: RunTimings, samples: string): Facts {
  const { prepare, train, measure } = timings;
  const perSecond = train > 0 ? (epochs * trainSamples) / train : 0;
  return [
    ['preparing', secondsText(prepare)],
    ['training with validation', secondsText(train)],
    ...(epochs === 0
      ? []
      : ([
          ['epochs', countText(epochs)],
          ['an epoch', secondsText(train / epochs)],
          [`${samples} a second`, countText(Math.round(perSecond))],
        ] as const)),
    ['measuring', secondsText(measure)],
  ];
}
