// Shows what a restructuring has taken away from the tests, but for what it may change: imports and the words of messages.
//   pnpm compare:tests REVISION
// A test is followed when it moves to another file. What is only new does not count.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { count, pieces, takenAway } from './test-pieces.mjs';

const [revision] = process.argv.slice(2);
if (!revision) {
  console.error('compare-tests: expected a revision, for instance: pnpm compare:tests HEAD~20');
  process.exit(1);
}
const root = join(import.meta.dirname, '..', '..');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
const testsOf = (commit) =>
  git('ls-tree', '-r', '--name-only', commit)
    .split('\n')
    .filter((path) => /(^|\/)test\/.*\.m?ts$/.test(path));
const piecesOf = (commit, path) => pieces(git('show', `${commit}:${path}`));

const now = new Map(testsOf('HEAD').map((path) => [path, count(piecesOf('HEAD', path))]));
const left = testsOf(revision).flatMap((path) => {
  const gone = takenAway(piecesOf(revision, path), now.get(path) ?? new Map());
  return gone.length > 0 ? [{ path, gone }] : [];
});
// What is left over in the files of today, in one pool: a test may have moved anywhere.
const pool = new Map();
for (const counts of now.values()) {
  for (const [piece, n] of counts) pool.set(piece, (pool.get(piece) ?? 0) + n);
}
let total = 0;
for (const { path, gone } of left) {
  const lost = takenAway(gone, pool);
  if (lost.length === 0) continue;
  total += lost.length;
  console.log(`\n${path}`);
  for (const piece of lost) console.log(`  - ${piece}`);
}
console.log(`\n${total} pieces of the tests of ${revision} are gone or say something else.`);
