import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeText } from '@seqloom/tasks';

/** One number of the home page with what it is and the file that it was read from. */
interface HomeNumber {
  readonly value: string;
  readonly what: string;
  readonly source: string;
}

interface ChapterResults {
  readonly rows: Readonly<
    Record<string, Readonly<Record<string, { readonly facts: Readonly<Record<string, unknown>> }>>>
  >;
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

const CHAPTER = 'docs/chapter/results.json';
const SPEED = 'tooling/bench/speed.json';

/**
 * The numbers of the home page as a list in HTML, read from the committed results.
 *
 * @param repository its root
 * @throws Error when a result is missing
 */
export function homeNumbers(repository: string): string {
  const read = (path: string) => JSON.parse(readFileSync(join(repository, path), 'utf8')) as unknown;
  const items = numbersOf(read(CHAPTER) as ChapterResults, read(SPEED) as SpeedRecord).map(
    ({ value, what, source }) =>
      `<div><dt>${escapeText(what)}</dt><dd>${escapeText(value)}<span class="figure-hint"><code>${escapeText(source)}</code></span></dd></div>`,
  );
  return `<dl class="figures numbers">${items.join('')}</dl>`;
}

function numbersOf(chapter: ChapterResults, speed: SpeedRecord): HomeNumber[] {
  const lstm = speed.summaries.find(({ workload, runner }) => workload === 'W4' && runner === 'wasm');
  const ratio = lstm?.ratios.torch?.train;
  if (!lstm?.train || ratio === undefined)
    throw new Error(`${SPEED}: has no training of W4 on wasm beside torch.`);
  return [
    {
      value: fact(chapter, '6.27 (imdb)', 'best').toFixed(3),
      what: 'Accuracy of an LSTM on IMDB reviews that it has not learned from (the best epoch; always one answer: 0.500)',
      source: `${CHAPTER}, 6.27`,
    },
    {
      value: fact(chapter, 'topic (AG News)', 'testAccuracy').toFixed(3),
      what: 'Accuracy on AG News, four topics (always one answer: 0.250)',
      source: `${CHAPTER}, topic`,
    },
    {
      value: `${(100 * fact(chapter, 'forecast (bundled)', 'skill')).toFixed(0)} %`,
      what: 'Less error than "as today" for the temperature in Seattle three days ahead',
      source: `${CHAPTER}, forecast`,
    },
    {
      value: `${ratio.toFixed(2)} ×`,
      what: `Time of a training step of the LSTM on IMDB reviews in WebAssembly, one thread, divided by that of PyTorch 1.13 (${lstm.train.ms.toFixed(0)} ms, ${speed.processor})`,
      source: `${SPEED}, W4`,
    },
  ];
}

/** The median of a fact over the seeds of a row. */
function fact({ rows }: ChapterResults, row: string, name: string): number {
  const values = Object.values(rows[row] ?? {}).map(({ facts }) => Number(facts[name]));
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined || Number.isNaN(middle))
    throw new Error(`${CHAPTER}: has no ${name} of "${row}".`);
  return middle;
}
