import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SITE } from './harness.mjs';

const ROOT = join(SITE, '..', '..', '..');
/** Entries of packages for one another, which are not for programs. */
const INTERNAL = new Set(['@seqloom/backend/tfjs']);

const readJson = (...path) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));

/** The entries of a package that a program can import: `@seqloom/train/node`. */
function entriesOf(folder) {
  const { name, exports } = readJson('packages', folder, 'package.json');
  return Object.keys(exports)
    .filter((path) => !/[*]|\.json$/.test(path))
    .map((path) => name + path.slice(1))
    .filter((entry) => !INTERNAL.has(entry));
}

/**
 * Compares the built documentation with the packages: each has a page and a reference, which has all entries, and every export says what it is.
 *
 * @throws Error with what is missing
 */
export function checkReference() {
  const api = readJson('tooling', 'api-reference', 'dist', 'api.json');
  const described = new Set(api.map(({ name }) => name));
  const folders = readdirSync(join(ROOT, 'packages'));
  const missing = [
    ...folders
      .flatMap((folder) => [`docs/packages/${folder}/`, `docs/api/${folder}/`])
      .filter((page) => !existsSync(join(SITE, page, 'index.html'))),
    ...folders.flatMap(entriesOf).filter((entry) => !described.has(entry)),
    ...api.flatMap(({ name, members }) =>
      members
        .filter(({ doc }) => doc.trim() === '')
        .map((member) => `the comment of ${member.name} of ${name}`),
    ),
  ];
  if (missing.length > 0) throw new Error(`the documentation lacks ${missing.join(', ')}`);
  const exports = api.reduce((sum, { members }) => sum + members.length, 0);
  return `the reference has ${described.size} entries and ${exports} exports`;
}
