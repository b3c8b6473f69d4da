import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableRows } from '../../../tooling/commands/markdown-tables.mjs';
import { escapeHtml } from './docs/markdown.ts';

/** One number of the home page with what it is and the page of the documentation that has it. */
export interface HomeNumber {
  readonly value: string;
  readonly what: string;
  /** `docs/results.md#film-reviews` */
  readonly source: string;
}

interface SpeedRecord {
  readonly processor: string;
  readonly summaries: readonly {
    readonly workload: string;
    readonly runner: string;
    readonly train?: { readonly ms: number };
    readonly ratios: Readonly<Record<string, { readonly train?: number }>>;
  }[];
}

const RESULTS = 'docs/results.md';
const SPEED = 'tooling/bench/speed.json';

/**
 * The numbers of the home page as a list in HTML.
 *
 * @param repository its root
 * @throws Error when a result is missing
 */
export function homeNumbers(repository: string): string {
  const read = (path: string) => readFileSync(join(repository, path), 'utf8');
  const items = numbersOf(read(RESULTS), JSON.parse(read(SPEED))).map(
    ({ value, what, source }) =>
      `<div><dt>${escapeHtml(what)}</dt><dd>${escapeHtml(value)}<span class="figure-hint"><a href="${addressOf(source)}">${escapeHtml(source.split('#')[0]!)}</a></span></dd></div>`,
  );
  return `<dl class="figures numbers">${items.join('')}</dl>`;
}

/** The page of the documentation that is made of a Markdown file. */
function addressOf(source: string): string {
  return source.replace(/\.md(?=#|$)/, '/');
}

/**
 * The numbers, read from what the documentation says and from the benchmark, so that they cannot differ from either.
 *
 * @param results `docs/results.md`
 * @param speed the record of the benchmark
 * @throws Error when a result is missing
 */
export function numbersOf(results: string, speed: SpeedRecord): HomeNumber[] {
  const rows = tableRows(results);
  const cell = (column: string, begin: string, value: string): string => {
    const found = rows.find(({ cells }) => cells[column]?.startsWith(begin) && cells[value] !== undefined);
    const text = found?.cells[value] ?? '';
    if (!/^\d/.test(text)) throw new Error(`${RESULTS}: has no "${value}" of "${begin}".`);
    return text;
  };
  const reviews = (model: string) => cell('model', `\`${model}\``, 'test, last epoch');
  const weather = (column: string) => cell('', 'Seattle, daily maximum, 3 days ahead', column);
  const lstm = speed.summaries.find(({ workload, runner }) => workload === 'W4' && runner === 'wasm');
  const ratio = lstm?.ratios.torch?.train;
  if (!lstm?.train || ratio === undefined)
    throw new Error(`${SPEED}: has no training of W4 on wasm beside torch.`);
  return [
    {
      value: reviews('nb-bag'),
      what: `Accuracy on the 25,000 test reviews of IMDB, by phrases of one to three words (an LSTM ${reviews('lstm')}, one answer for all 0.500)`,
      source: `${RESULTS}#film-reviews`,
    },
    {
      value: cell('data', 'AG News', 'accuracy'),
      what: 'Accuracy on AG News, four topics (one answer for all 0.250)',
      source: `${RESULTS}#topics`,
    },
    {
      value: `${weather('GRU')} °C`,
      what: `Mean error of the highest temperature in Seattle three days ahead, by a GRU (as today: ${weather('persistence')} °C)`,
      source: `${RESULTS}#weather`,
    },
    {
      value: `${ratio.toFixed(2)} ×`,
      what: `Time of a training step of an LSTM on IMDB reviews in WebAssembly, one thread, divided by that of PyTorch 1.13 (${lstm.train.ms.toFixed(0)} ms, ${speed.processor})`,
      source: 'docs/speed.md',
    },
  ];
}
