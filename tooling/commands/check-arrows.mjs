// Checks the arrows of ARCHITECTURE.md: which package may import which, and that no public type names a tfjs type.
// Run it after `pnpm build`: it reads the manifests, the sources and the built declaration files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageTable } from './find-architecture-problems.mjs';
import { findArrowProblems } from './find-arrow-problems.mjs';

const root = join(import.meta.dirname, '..', '..');
/** What each package may import among its siblings; the table names other dependencies too. */
const arrows = Object.fromEntries(packageTable(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')));

const problems = findArrowProblems({ root, arrows });
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('arrows: every import points down, no public type names tfjs');
