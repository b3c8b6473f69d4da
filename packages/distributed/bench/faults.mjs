// How a job of two ranks ends when one of them fails: the exit code of mpirun, and the seconds from the failure until no process of the
// job is left. Ranks wait for one another for so many seconds as --timeout says.
//
//   node packages/distributed/bench/faults.mjs [--mpirun mpirun] [--timeout 5] [--only throw,hang]
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSmallDisk } from '@seqloom/vitest/small-disk';

const { values } = parseArgs({
  options: {
    mpirun: { type: 'string', default: 'mpirun' },
    timeout: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const JOB = join(import.meta.dirname, 'train-job.mjs');
const STEP_MS = 100;
const LIMIT_MS = 90_000;

/** The processes of the job, by a variable that they inherit. */
function processesOf(mark) {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(`SEQLOOM_FAULT=${mark}\0`);
    } catch {
      return false; // ended meanwhile, or is not ours
    }
  });
}

/**
 * Starts a job and waits until nothing of it is left.
 *
 * @param act called once training has begun; without it a rank fails by itself in its fifth step, or at the end
 */
async function run(name, args, act, fails = 'begin') {
  const mark = `${process.pid}-${name.replaceAll(' ', '-')}`;
  const env = {
    ...process.env,
    SEQLOOM_FAULT: mark,
    SEQLOOM_RANK_TIMEOUT: values.timeout,
    OMPI_ALLOW_RUN_AS_ROOT: '1',
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  };
  const begun = performance.now();
  const job = [process.execPath, JOB, '--step-ms', String(STEP_MS), '--epochs', '20', ...args];
  const child = spawn(values.mpirun, ['-n', '2', ...job], { env });
  let [err, out, failed] = ['', '', 0];
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdout.on('data', (text) => {
    out += text;
    if (failed > 0 || !out.includes(`"${fails}"`)) return;
    failed = performance.now() + (act || fails === 'end' ? 0 : 5 * STEP_MS);
    act?.(child, mark);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const code = await new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  clearTimeout(limit);
  let left = processesOf(mark);
  while (left.length > 0 && performance.now() - begun < LIMIT_MS) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = processesOf(mark);
  }
  const seconds = failed > 0 ? ((performance.now() - failed) / 1000).toFixed(1) : 'before the first step';
  const said = err.split('\n').find((line) => /^rank \d+ of|^\w*Error:/.test(line.trim())) ?? '';
  const short = said
    .trim()
    .replace(/\(\S+ process \d+\)/, '')
    .slice(0, 110);
  console.log(`| ${name} | ${code} | ${seconds} | ${left.length} | ${short} |`);
}

const folder = mkdtempSync(join(tmpdir(), 'seqloom-faults-'));
const CASES = {
  'rank 1 throws': () => run('rank 1 throws', ['--fail', 'throw']),
  'rank 1 exits with 3': () => run('rank 1 exits with 3', ['--fail', 'exit']),
  'rank 1 exits with 0': () => run('rank 1 exits with 0', ['--fail', 'exit0']),
  'rank 1 is killed': () => run('rank 1 is killed', ['--fail', 'kill']),
  'rank 1 hangs': () => run('rank 1 hangs', ['--fail', 'hang']),
  'rank 1 hangs after the last step': () =>
    run('rank 1 hangs after the last step', ['--fail', 'hang-at-end', '--epochs', '1'], undefined, 'end'),
  'rank 1 computes without an end': () => run('rank 1 computes without an end', ['--fail', 'spin']),
  'rank 1 has another seed': () => run('rank 1 has another seed', ['--fail', 'differ']),
  'NaN on rank 1': () => run('NaN on rank 1', ['--fail', 'nan']),
  'mpirun gets SIGTERM': () => run('mpirun gets SIGTERM', [], (child) => child.kill('SIGTERM')),
  'mpirun is killed': () => run('mpirun is killed', [], (child) => child.kill('SIGKILL')),
  'the disk of rank 0 is full': async () => {
    const disk = makeSmallDisk(join(folder, 'disk'), 64);
    if (!disk) return console.log('| the disk of rank 0 is full | mounting a small disk needs root | | | |');
    await run('the disk of rank 0 is full', ['--folder', join(folder, 'disk', 'backup')]);
    disk.remove();
  },
};
console.log('| failure | exit code | seconds | processes left | first message |\n|---|---|---|---|---|');
const only = values.only?.split(',');
for (const [name, start] of Object.entries(CASES)) {
  if (!only || only.some((word) => name.includes(word))) await start();
}
rmSync(folder, { recursive: true, force: true });
