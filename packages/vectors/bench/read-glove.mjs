// Time and peak memory of reading `glove.6B.100d.top150k.txt.gz` from SEQLOOM_DATA, whole, filtered and as int8.
// `SEQLOOM_DATA=… node --expose-gc bench/read-glove.mjs` after `pnpm build`; each case runs in a process of its own.
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWordVectors } from '@seqloom/vectors';

const file = join(process.env.SEQLOOM_DATA ?? '.', 'glove.6B.100d.top150k.txt.gz');
const cases = ['whole', 'filtered', 'int8'];
const [, , mode, wordList] = process.argv;

if (mode === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'read-glove-'));
  const list = join(folder, 'words.txt');
  // Every fifteenth word of the file, so that filtered reading cannot end early.
  const { words } = await readWordVectors(createReadStream(file));
  writeFileSync(list, words.filter((_, i) => i % 15 === 14).join('\n'));
  for (const name of cases) {
    spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), name, list], {
      stdio: 'inherit',
    });
  }
  rmSync(folder, { recursive: true });
} else {
  const options = mode === 'int8' ? { storage: 'int8' } : {};
  if (mode === 'filtered') options.words = readFileSync(wordList, 'utf8').split('\n');
  globalThis.gc();
  const MB = 1e6;
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  const start = performance.now();
  const vectors = await readWordVectors(createReadStream(file), options);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  peak = Math.max(peak, process.memoryUsage().rss);
  const result = vectors.data.byteLength / MB;
  console.log(
    `${mode.padEnd(9)} ${vectors.size} words, ${seconds.toFixed(2)} s, result array ${result.toFixed(0)} MB, ` +
      `resident memory ${(before / MB).toFixed(0)} → at most ${(peak / MB).toFixed(0)} MB ` +
      `(+${((peak - before) / MB - result).toFixed(0)} MB over the array)`,
  );
}
