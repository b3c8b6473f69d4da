// Answers for many files with the command line: killed at random moments and started again, it must write the bytes of a run that was
// never killed; and its memory must not grow with the files. Prints what it finds.
//
//   node packages/tasks/bench/many-files.mjs [--cli packages/seqloom/dist/cli.js] [--files 100] [--texts 500] [--kills 10]
//   node packages/tasks/bench/many-files.mjs --gigabytes 5        one file of so much, and the most memory that was taken
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@seqloom/random';

const { values } = parseArgs({
  options: {
    cli: { type: 'string', default: 'packages/seqloom/dist/cli.js' },
    files: { type: 'string', default: '100' },
    texts: { type: 'string', default: '500' },
    kills: { type: 'string', default: '10' },
    gigabytes: { type: 'string' },
    folder: { type: 'string' },
  },
});
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'seqloom-files-'));
mkdirSync(folder, { recursive: true });
const WORDS = 'good bad fine dull great poor warm cold fast slow film plot scene actor story end'.split(' ');
const random = createRandom(1, 'texts');
const sentence = (length) => Array.from({ length }, () => WORDS[random.integer(WORDS.length)]).join(' ');

/** A small model of texts, trained by the command line. */
function trainModel() {
  const rows = Array.from({ length: 400 }, () => {
    const text = sentence(8);
    return `"${text}",${/good|fine|great|warm/.test(text) ? 'yes' : 'no'}`;
  });
  writeFileSync(join(folder, 'train.csv'), `text,label\n${rows.join('\n')}\n`);
  const words = [
    'classify',
    join(folder, 'train.csv'),
    '--model',
    'bag',
    '--epochs',
    '2',
    '--out',
    join(folder, 'model'),
  ];
  const { status, stderr } = spawnSync(process.execPath, [values.cli, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return join(folder, 'model', 'model.safetensors');
}

function predict(model, pattern, out) {
  const words = [
    'predict',
    '--model-file',
    model,
    '--in',
    join(folder, pattern),
    '--out',
    join(folder, out),
    '--threads',
    '1',
  ];
  return spawn(process.execPath, [values.cli, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
}

const ended = (child) =>
  new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));

/** One number for the names and bytes of a folder. */
function digestOf(out) {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(folder, out)).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(folder, out, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function killedRuns(model) {
  for (let file = 0; file < Number(values.files); file++) {
    const lines = Array.from({ length: Number(values.texts) }, () => JSON.stringify({ text: sentence(30) }));
    writeFileSync(join(folder, `shard-${String(file).padStart(3, '0')}.jsonl`), `${lines.join('\n')}\n`);
  }
  let begun = performance.now();
  const child = predict(model, 'shard-*.jsonl', 'whole');
  let started;
  child.stderr.on('data', () => {
    started ??= performance.now() - begun;
  });
  if ((await ended(child)) !== 0) throw new Error('the run that is not killed has failed');
  const ms = performance.now() - begun;
  mkdirSync(join(folder, 'killed'));
  const chance = createRandom(Date.now() % 2 ** 32, 'kills');
  const moments = [];
  let code = 'SIGKILL';
  for (let kill = 0; kill <= Number(values.kills) && code !== 0; kill++) {
    const killed = predict(model, 'shard-*.jsonl', 'killed');
    killed.stderr.resume();
    begun = performance.now();
    // some before the first file, most between two files or within one
    const after = chance.uniform(0.7 * started, started + (0.8 * (ms - started)) / Number(values.kills));
    if (kill < Number(values.kills)) setTimeout(() => killed.kill('SIGKILL'), after);
    code = await ended(killed);
    if (code !== 0)
      moments.push(
        `${Math.round(after)}: ${readdirSync(join(folder, 'killed')).filter((name) => /^shard-\d+\.jsonl$/.test(name)).length}`,
      );
  }
  const [whole, again] = [digestOf('whole'), digestOf('killed')];
  console.log(`${values.files} files of ${values.texts} texts in ${(ms / 1000).toFixed(1)} s`);
  console.log(`killed ${moments.length} times, after ms: files answered by then: ${moments.join(', ')}`);
  console.log(`${whole === again ? 'the same bytes' : 'OTHER BYTES'}: ${whole}, ${again}`);
  if (whole !== again) process.exitCode = 1;
}

/** The most memory that a process has taken, in MB, while it runs. */
async function mostMemory(child) {
  let most = 0;
  const timer = setInterval(() => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      most = Math.max(most, Number(kilobytes ?? 0) / 1000);
    } catch {
      // has ended
    }
  }, 200);
  const code = await ended(child);
  clearInterval(timer);
  return { code, most };
}

async function largeFile(model) {
  const bytes = Number(values.gigabytes) * 1e9;
  const file = openSync(join(folder, 'large.jsonl'), 'w');
  const block = Buffer.from(
    Array.from({ length: 200 }, () => `${JSON.stringify({ text: sentence(1500) })}\n`).join(''),
  );
  let written = 0;
  while (written < bytes) written += writeSync(file, block);
  closeSync(file);
  const begun = performance.now();
  const child = predict(model, 'large*.jsonl', 'large');
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const { code, most } = await mostMemory(child);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${(written / 1e9).toFixed(2)} GB of JSON lines in ${seconds.toFixed(0)} s, at most ${most.toFixed(0)} MB resident, exit code ${code}`,
  );
  console.log(said.trim());
}

const model = trainModel();
await (values.gigabytes ? largeFile(model) : killedRuns(model));
if (!values.folder) rmSync(folder, { recursive: true, force: true });
