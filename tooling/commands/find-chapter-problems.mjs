import { codeSpans, tableRows } from './markdown-tables.mjs';

/** `listing 6.7`, `Listings 6.19 to 6.21`, `listings 6.8–6.10 and 6.16–6.18`: what follows the word. */
const LISTINGS = /listings?\s+((?:\d+\.\d+(?:\s*(?:–|,|and|to)\s*)?)+)/gi;
const SOURCE = /\bsource: '([^']+)'/g;

/** Where the recipes of an app's task are. */
const RECIPES = {
  imdb: 'packages/tasks/src/texts/recipes/',
  topics: 'packages/tasks/src/texts/recipes/',
  authors: 'packages/tasks/src/texts/recipes/',
  questions: 'packages/tasks/src/questions/recipes/',
  weather: 'packages/tasks/src/series/recipes/',
};

/** The listings of this chapter. */
const CHAPTER = 6;
const LAST = 49;

/** The listings that a text names, ranges written out. */
export function listingsIn(text) {
  return [...text.matchAll(LISTINGS)].flatMap(([, numbers]) =>
    [...numbers.matchAll(/(\d+)\.(\d+)(?:\s*(?:–|to)\s*\d+\.(\d+))?/g)].flatMap(([, chapter, first, last]) =>
      Array.from({ length: (last ?? first) - first + 1 }, (_, i) => `${chapter}.${Number(first) + i}`),
    ),
  );
}

/**
 * One sentence for everything in which the table of the chapter and the sources differ: a file that names a listing or, as
 * recipes do, a `source`, and is not in a row of it; a listing without a row; a model in a command that no recipe has.
 *
 * @param {string} chapter the Markdown of the page
 * @param {Map<string, string>} sources path → text of the sources of apps and packages
 */
export function findChapterProblems(chapter, sources) {
  const rows = tableRows(chapter).map(({ line, cells }) => ({
    line,
    listings: listingsIn(cells.from ?? ''),
    from: cells.from ?? '',
    files: codeSpans(cells.file ?? ''),
    commands: codeSpans(cells.run ?? ''),
  }));
  const problems = [];

  for (const [path, text] of sources) {
    const own = rows.filter(({ files }) => files.includes(path));
    const sourcesGiven = [...text.matchAll(SOURCE)].map(([, source]) => source);
    if (sourcesGiven.length > 0 && own.length === 0) {
      problems.push(`docs/chapter.md: has no row for ${path}, whose source is '${sourcesGiven[0]}'.`);
    }
    const listed = new Set(own.flatMap(({ listings }) => listings));
    for (const listing of new Set(listingsIn(text))) {
      if (!listed.has(listing)) {
        problems.push(`docs/chapter.md: has no row "Listing ${listing}" with ${path}, which names it.`);
      }
    }
    // A source that is no listing, such as a section, begins the cell of its row.
    for (const source of sourcesGiven.filter((source) => listingsIn(source).length === 0)) {
      const [place] = source.split(',');
      const named = own.some(({ from }) => from.toLowerCase().startsWith(place.toLowerCase()));
      if (own.length > 0 && !named) {
        problems.push(`docs/chapter.md: no row of ${path} begins with its source, '${place}'.`);
      }
    }
  }

  const all = new Set(rows.flatMap(({ listings }) => listings));
  for (let n = 1; n <= LAST; n++) {
    if (!all.has(`${CHAPTER}.${n}`))
      problems.push(`docs/chapter.md: has no row for listing ${CHAPTER}.${n}.`);
  }

  for (const { line, commands } of rows) {
    for (const command of commands) {
      const [, app, model] =
        command.match(/^pnpm (imdb|topics|authors|questions|weather) .*--model (\S+)/) ?? [];
      if (!model) continue;
      const known = [...sources].some(
        ([path, text]) => path.startsWith(RECIPES[app]) && text.includes(`name: '${model}'`),
      );
      if (!known) problems.push(`docs/chapter.md:${line}: ${app} has no recipe '${model}'.`);
    }
  }
  return problems;
}
