// Writes the figures of tooling/bench/speed.json into docs/speed.md and the charts of it and of tooling/bench/growth.json beside
// it. With --check it changes nothing and fails if they differ from what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { growthChart, speedChart, speedTable } from './markdown.ts';
import type { BenchRecord } from './record.ts';

const [BEGIN, END] = ['<!-- speed: written by pnpm bench:readme -->', '<!-- speed: end -->'];
const RECORD = 'tooling/bench/speed.json';
const GROWTH = 'tooling/bench/growth.json';
const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const readme = readFileSync(root('docs/speed.md'), 'utf8');
const [before, rest] = readme.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined && !existsSync(root(RECORD))) {
  console.log(`speed: there are no figures: neither ${RECORD} nor the part of docs/speed.md for them`);
  process.exit(0);
}
if (after === undefined) throw new Error(`docs/speed.md: has no part between ${BEGIN} and ${END}.`);
const recordIn = (path: string) => JSON.parse(readFileSync(root(path), 'utf8')) as BenchRecord;
const record = recordIn(RECORD);

const pages = [
  ['docs/speed.md', `${before}${BEGIN}\n\n${speedTable(record)}\n\n${END}${after}`],
  ['docs/speed.svg', `${speedChart(record, 'torch')}\n`],
  ['docs/growth.svg', `${growthChart(recordIn(GROWTH))}\n`],
] as const;
if (process.argv.includes('--check')) {
  const stale = pages
    .filter(([path, text]) => readFileSync(root(path), 'utf8') !== text)
    .map(([path]) => path);
  if (stale.length > 0) {
    console.error(`${stale.join(', ')}: not the figures of tooling/bench/speed.json. Run pnpm bench:readme.`);
    process.exit(1);
  }
  console.log(`speed: the figures of ${record.summaries.length} measurements are as recorded`);
} else {
  for (const [path, text] of pages) writeFileSync(root(path), text);
}
