// Kills a job of several ranks at random moments, one rank each time, starts it again until it ends by itself, and compares its weights
// with those of a job that was never killed. Open MPI.
//
//   node packages/distributed/bench/kill-and-resume.mjs [--kills 10] [--ranks 2] [--mpirun mpirun] [--words 200]
//
// With 40,000 words the table is added up by rows.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@seqloom/random';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    ranks: { type: 'string', default: '2' },
    mpirun: { type: 'string', default: 'mpirun' },
    words: { type: 'string', default: '200' },
  },
});
const JOB = join(import.meta.dirname, 'train-job.mjs');
const folder = mkdtempSync(join(tmpdir(), 'seqloom-kills-'));
const random = createRandom(Date.now() % 2 ** 32, 'kills');

/** The ranks of this script's jobs, by a variable that they inherit. */
function ranksNow(mark) {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const isOurs = readFileSync(`/proc/${name}/environ`, 'utf8').includes(`SEQLOOM_KILLED=${mark}\0`);
      return isOurs && readFileSync(`/proc/${name}/comm`, 'utf8').trim() === 'node';
    } catch {
      return false; // ended meanwhile, or is not ours
    }
  });
}

/** @param killAfter in ms after training has begun; undefined: runs to its end */
function run(place, killAfter) {
  const mark = `${process.pid}`;
  const options = [
    '--words',
    values.words,
    '--epochs',
    '12',
    '--step-ms',
    '20',
    '--every-ms',
    '40',
    '--dropout',
    '0.2',
    '--recurrent-dropout',
    '0.2',
  ];
  const words = ['--oversubscribe', '-n', values.ranks, process.execPath, JOB, '--folder', place, ...options];
  const root = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };
  const child = spawn(values.mpirun, words, { env: { ...process.env, ...root, SEQLOOM_KILLED: mark } });
  let out = '';
  let begun = 0;
  child.stderr.resume();
  child.stdout.on('data', (text) => {
    out += text;
    if (begun > 0 || !out.includes('"begin"')) return;
    begun = performance.now();
    if (killAfter === undefined) return;
    setTimeout(() => {
      const ranks = ranksNow(mark);
      if (ranks.length > 0) process.kill(Number(ranks[random.integer(ranks.length)]), 'SIGKILL');
    }, killAfter);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const end = code === 0 ? JSON.parse(out.trim().split('\n').at(-1)) : undefined;
      resolve({ code, end, ms: performance.now() - begun });
    });
  });
}

const whole = await run(join(folder, 'whole'));
console.log(
  `never killed: ${whole.end.sha256}, ${whole.end.steps} steps in ${(whole.ms / 1000).toFixed(1)} s`,
);
const kills = [];
let last;
while (kills.length < Number(values.kills)) {
  const killAfter = random.uniform(0, whole.ms / 6);
  last = await run(join(folder, 'killed'), killAfter);
  if (last.code === 0) break;
  kills.push(`${Math.round(killAfter)} ms: ${last.code}`);
}
if (!last?.end) last = await run(join(folder, 'killed'));
console.log(
  `killed ${kills.length} times (${kills.join(', ')}): ${last.end.sha256}, resumed at ${JSON.stringify(last.end.resumed)}`,
);
rmSync(folder, { recursive: true, force: true });
process.exitCode = last.end.sha256 === whole.end.sha256 ? 0 : 1;
console.log(process.exitCode === 0 ? 'the same weights' : 'OTHER WEIGHTS');
