// Counts what the structure of the code costs, for a checkout: how much of the layers is options and how much is maths, how often
// one option is named, casts of kernel attributes, spreads that steer the formatter, long lines of ARCHITECTURE.md.
//   node tooling/commands/count-structure.mjs [FOLDER]      default: this checkout
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatCounts, structureCounts } from './structure-counts.mjs';
import { walkFiles } from './walk-files.mjs';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..', '..'));
const files = new Map(
  walkFiles(root)
    .filter((path) => /^(?:packages|apps|tooling)\/.+\.(?:ts|mjs)$/.test(path) || path === 'ARCHITECTURE.md')
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
console.log(formatCounts(structureCounts(files)));
