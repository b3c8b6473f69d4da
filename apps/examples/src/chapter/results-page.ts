import { skippedText } from './chapter-data.ts';
import type { Results } from './results.ts';
import { type ChapterRow, keyOf } from './row.ts';

const HEADS = ['item', 'what', 'data', 'expected', 'obtained', 'rule', 'pass', 'seconds', 'seed', 'backend'];

/** The page of results, Markdown: a table, why rows are below the book, pictures. */
export function resultsPage(rows: readonly ChapterRow[], results: Results): string {
  const lines = rows.map((row) => rowCells(row, results));
  const reasons = rows.flatMap((row) => {
    const verdict = verdictOf(row, results);
    return verdict && row.reason !== undefined ? [`- **${keyOf(row)}**: ${row.reason}`] : [];
  });
  const pictures = rows.flatMap((row) =>
    Object.values(results.rows[keyOf(row)] ?? {}).flatMap((run) =>
      (run.pictures ?? []).map((file) => `![${keyOf(row)}: ${row.title}](chapter/${file})`),
    ),
  );
  return [
    '# Results of the chapter',
    '',
    '<!-- written by pnpm chapter; not edited by hand -->',
    '',
    'What each item of chapter 6 of _Deep Learning with Python_ gives here, beside the number of the book. `pnpm chapter` runs the',
    'rows and writes this page; [chapter.md](chapter.md) says which file is which item. Of several seeds the median counts. Accuracies of',
    'training runs are those of the best epoch on the validation part, as the book reads them off its curves.',
    '',
    ...(results.machine === '' ? [] : [`Machine: ${results.machine}.`, '']),
    tableLine(HEADS),
    tableLine(HEADS.map(() => '---')),
    ...lines.map(tableLine),
    '',
    ...(reasons.length > 0 ? ['## Below the book, or otherwise than in it', '', ...reasons, ''] : []),
    ...(pictures.length > 0 ? ['## Pictures', '', pictures.join('\n\n'), ''] : []),
  ].join('\n');
}

function verdictOf(row: ChapterRow, results: Results) {
  const runs = results.rows[keyOf(row)];
  const seeds = row.seeds ?? [1];
  if (!runs || seeds.some((seed) => !(seed in runs))) return undefined;
  return row.judge(
    seeds.map((seed) => runs[seed]!.facts),
    results,
  );
}

function rowCells(row: ChapterRow, results: Results): string[] {
  const { item, title, data, expected, rule, seeds = [1] } = row;
  const verdict = verdictOf(row, results);
  if (!verdict) {
    const needs = skippedText(data);
    return [
      item,
      title,
      data,
      expected,
      needs === '' ? 'not run' : `skipped: ${needs}`,
      rule,
      '–',
      '–',
      '–',
      '–',
    ];
  }
  const runs = seeds.map((seed) => results.rows[keyOf(row)]![seed]!);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  const [{ backend, threads }] = runs as [(typeof runs)[0]];
  return [
    item,
    title,
    data,
    expected,
    verdict.obtained,
    rule,
    verdict.passed ? 'yes' : '**no**',
    seconds.toFixed(1),
    seeds.join(', '),
    backend === '' ? '–' : `${backend}, ${threads}`,
  ];
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
