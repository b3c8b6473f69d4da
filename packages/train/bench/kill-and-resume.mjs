// Kills runs at random moments with SIGKILL, lets them go on, and compares the SHA-256 of the weights and the history with those of a run
// that was not killed. Each trial kills one process one to three times before it may end. Prints a line a trial and ends with exit
// code 1 when one differs.
//
//   pnpm --filter "@seqloom/train..." build
//   node packages/train/bench/kill-and-resume.mjs [--kills 50] [--data arrays,batches,generator,async] [--threads 1,2] [--seed 1] [--program FILE]
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@seqloom/random';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    data: { type: 'string', default: 'arrays,batches,generator,async' },
    threads: { type: 'string', default: '1,2' },
    seed: { type: 'string', default: '1' },
    program: { type: 'string', default: join(import.meta.dirname, 'killable-run.mjs') },
  },
});
const random = createRandom(Number(values.seed), 'kills');

/**
 * Runs the program; kills it so many ms after training has begun.
 *
 * @returns what it printed at its end, and how long training took; undefined when it was killed
 */
function run(args, killAfter) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [values.program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let begun = 0;
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
      if (begun > 0) return;
      begun = performance.now();
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    });
    child.on('exit', (code, signal) => {
      const lines = output.trim().split('\n');
      if (code === 0) resolve({ ...JSON.parse(lines.at(-1)), ms: performance.now() - begun });
      else if (signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(`the run ended with exit code ${code}.`));
    });
  });
}

const outcome = ({ sha256, epochs, logs }) => JSON.stringify({ sha256, epochs, logs });
let kills = 0;
let within = 0;
let wrong = 0;
for (const data of values.data.split(',')) {
  for (const threads of values.threads.split(',')) {
    const folder = await mkdtemp(join(tmpdir(), 'seqloom-kill-'));
    const args = ['--data', data, '--threads', threads];
    const whole = await run([...args, '--folder', join(folder, 'whole')]);
    for (let trial = 0, killed = 0; killed < Number(values.kills); trial++) {
      const place = join(folder, String(trial));
      const moments = [];
      const limit = 1 + random.integer(3);
      let ended;
      while (!ended) {
        const after = moments.length < limit ? random.uniform(0, whole.ms) : undefined;
        ended = await run([...args, '--folder', place], after);
        if (!ended) moments.push(Math.round(after));
      }
      killed += moments.length;
      kills += moments.length;
      if (moments.length > 0 && ended.resumed?.batch > 0) within++;
      if (moments.length === 0) whole.ms = Math.min(whole.ms, ended.ms); // the machine was busy then
      const equal = outcome(ended) === outcome(whole);
      if (!equal) wrong++;
      const from = ended.resumed ? `epoch ${ended.resumed.epoch}, step ${ended.resumed.batch}` : 'the start';
      console.log(
        `${data}, ${threads} threads: killed after ${moments.join(', ') || '–'} ms, last went on from ${from}: ${equal ? 'equal' : 'DIFFERS'} ${ended.sha256.slice(0, 8)}`,
      );
    }
    await rm(folder, { recursive: true });
  }
}
console.log(JSON.stringify({ kills, wentOnWithinEpoch: within, wrong }));
process.exitCode = wrong > 0 ? 1 : 0;
