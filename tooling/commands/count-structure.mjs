// Counts what the structure of the code costs, for a checkout: how much of the layers is options and how much is maths, how often
// one option is named, casts of kernel attributes, what a task costs, spreads that steer the formatter, long lines of ARCHITECTURE.md.
//   node tooling/commands/count-structure.mjs [FOLDER]      default: this checkout
//   node tooling/commands/count-structure.mjs --check       fails where a count that must be 0 is not
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatCounts, structureCounts } from './structure-counts.mjs';
import { walkFiles } from './walk-files.mjs';

/** What a change must not bring back. */
const ZERO = [
  'classes with optionNames',
  'formatter spreads in packages',
  'formatter spreads in apps and tooling',
  'lines of ARCHITECTURE.md over 120 characters',
];

/** Sources, the manifests and settings of apps, and the page that has a limit. */
const COUNTED = /^(?:packages|apps|tooling)\/.+\.(?:ts|mjs)$|^apps\/[^/]+\/[^/]+\.json$|^ARCHITECTURE\.md$/;

const [argument] = process.argv.slice(2);
const check = argument === '--check';
const root = resolve((check ? undefined : argument) ?? join(import.meta.dirname, '..', '..'));
const files = new Map(
  walkFiles(root)
    .filter((path) => COUNTED.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
const counts = structureCounts(files);
if (check) {
  for (const [name, count] of counts.filter(([name, count]) => ZERO.includes(name) && count > 0)) {
    console.error(`structure: ${name}: ${count}, expected 0. pnpm count:structure prints all counts.`);
    process.exitCode = 1;
  }
} else console.log(formatCounts(counts));
