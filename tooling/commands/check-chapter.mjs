// Checks the pages about the repository against it: docs/chapter.md against the listings that sources name, the tables and
// numbers of ARCHITECTURE.md, and the paths in these pages, CONTRIBUTING.md and the README.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findArchitectureProblems } from './find-architecture-problems.mjs';
import { findChapterProblems } from './find-chapter-problems.mjs';
import { findPathProblems } from './find-path-problems.mjs';
import { walkFiles } from './walk-files.mjs';

const root = join(import.meta.dirname, '..', '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const files = walkFiles(root);

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].concat(
  files.filter((file) => /^docs\/[^/]+\.md$/.test(file)),
);
const sources = new Map(
  files
    .filter((file) => /^(?:apps|packages)\/[^/]+\/src\/.+\.ts$/.test(file))
    .map((file) => [file, read(file)]),
);
const problems = [
  ...findChapterProblems(read('docs/chapter.md'), sources),
  ...findArchitectureProblems({ root, architecture: read('ARCHITECTURE.md'), files }),
  ...pages.flatMap((page) => findPathProblems(page, read(page), files)),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`chapter: every listing, path and number of ${pages.length} pages is as the sources have it`);
