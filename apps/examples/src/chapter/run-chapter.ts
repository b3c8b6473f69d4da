import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '@seqloom/archives/node';
import { areThere, isBundled, skippedText } from './chapter-data.ts';
import { readResults, writeResults } from './results.ts';
import { resultsPage } from './results-page.ts';
import { type ChapterRow, keyOf, quickForm } from './row.ts';
import { rowRunner } from './run-row.ts';

/** How the chapter is run. */
export interface ChapterOptions {
  readonly rows: readonly ChapterRow[];
  /** Where `chapter-results.md` and the folder `chapter` with results and pictures go. */
  readonly folder: string;
  /** Only what is in the repository: rows that need other data are passed over, long ones run in a smaller form. */
  readonly quick: boolean;
  /** Runs these items alone, with commas between them, also where they have a result. */
  readonly only?: string | undefined;
  /** Runs also what has a result. */
  readonly again: boolean;
  print(line: string): void;
  /** For the lines of listings. */
  log(line: string): void;
}

/** What became of the rows. */
export interface ChapterOutcome {
  readonly passed: number;
  readonly below: readonly string[];
  readonly skipped: readonly string[];
}

/**
 * Runs the rows of the chapter and writes their results. Each run is kept as soon as it is done: a chapter that was stopped goes on
 * where it ended.
 *
 * @throws RangeError for an item that there is not
 */
export async function runChapter(options: ChapterOptions): Promise<ChapterOutcome> {
  const { folder, quick, again, print, log } = options;
  const rows = quick ? options.rows.map(quickForm) : options.rows;
  const only = options.only === undefined ? undefined : itemsIn(options.only, rows);
  const file = join(folder, 'chapter', 'results.json');
  const results = await readResults(file);
  results.machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
  const skipped = new Set<string>();
  const runner = await rowRunner(log);
  try {
    for (const row of rows) {
      if (only && !only.has(row.item)) continue;
      const key = keyOf(row);
      if (quick ? !isBundled(row.data) : !(await areThere(row.data))) {
        skipped.add(key);
        print(`– ${key}: skipped, ${skippedText(row.data)}`);
        continue;
      }
      const seeds = row.seeds ?? [1];
      const kept = again || only ? {} : { ...results.rows[key] };
      const left = seeds.filter((seed) => !(seed in kept));
      for (const seed of left) {
        const keepPictures = seed === seeds[0] && (quick || row.data !== 'bundled');
        kept[seed] = await runner.run(row, seed, keepPictures ? join(folder, 'chapter') : undefined);
        results.rows[key] = kept;
        await writeResults(file, results);
      }
      const { obtained, passed } = row.judge(
        seeds.map((seed) => kept[seed]!.facts),
        results,
      );
      const seconds = seeds.reduce((sum, seed) => sum + kept[seed]!.seconds, 0);
      print(
        `${passed ? '✓' : '✗'} ${key}: ${obtained}, ${seconds.toFixed(1)} s${left.length === 0 ? ', kept' : ''}`,
      );
    }
  } finally {
    await runner.dispose();
  }
  await makeFolder(folder);
  await writeFile(join(folder, 'chapter-results.md'), resultsPage(rows, results));
  return outcome(rows, results, skipped);
}

/**
 * The items of a text, with commas between them. An item may have commas itself, so that as many parts as can be are one item.
 *
 * @throws RangeError for an item that there is not
 */
function itemsIn(text: string, rows: readonly ChapterRow[]): ReadonlySet<string> {
  const known = new Set(rows.map(({ item }) => item));
  const parts = text.split(',').map((part) => part.trim());
  const items = new Set<string>();
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    while (to > from && !known.has(parts.slice(from, to).join(', '))) to--;
    if (to === from) {
      const list = [...known].map((item) => (item.includes(',') ? `"${item}"` : item)).join(', ');
      throw new RangeError(`--only: there is no item ${parts[from]}. Items: ${list}.`);
    }
    items.add(parts.slice(from, to).join(', '));
    from = to;
  }
  return items;
}

function outcome(
  rows: readonly ChapterRow[],
  results: Awaited<ReturnType<typeof readResults>>,
  skipped: ReadonlySet<string>,
): ChapterOutcome {
  const below: string[] = [];
  let passed = 0;
  for (const row of rows) {
    const runs = results.rows[keyOf(row)];
    const seeds = row.seeds ?? [1];
    if (!runs || seeds.some((seed) => !(seed in runs))) continue;
    if (
      row.judge(
        seeds.map((seed) => runs[seed]!.facts),
        results,
      ).passed
    )
      passed++;
    else below.push(keyOf(row));
  }
  return { passed, below, skipped: [...skipped] };
}
