import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProgram } from '@seqloom/vitest/bundle-program';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { mpi } from '../src/index.ts';

const HERE = import.meta.dirname;
/** Where koffi is found from, and nothing is committed. */
const BUNDLES = join(HERE, '../.vitest');

/** What Node loads itself: koffi has a native file, the others read data that are not used here. */
const EXTERNAL = ['koffi', '@seqloom/datasets/node', '@seqloom/text'];

/** What the program prints at its end. */
interface JobEnd {
  readonly size: number;
  readonly sha256: string;
  readonly losses: readonly number[];
  readonly logs: readonly Readonly<Record<string, number>>[];
  readonly resumed?: object;
}

/** How a job has ended. */
interface Ended {
  readonly code: number | null;
  readonly err: string;
  readonly end: JobEnd | undefined;
}

let folder: string;
let program: string;
beforeAll(async () => {
  await mkdir(BUNDLES, { recursive: true });
  folder = await mkdtemp(join(BUNDLES, 'mpi-'));
  program = await bundleProgram(join(HERE, '../bench/train-job.mjs'), folder, EXTERNAL);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// The table is large enough to be added up where the backend keeps it.
const MODEL = ['--embedding', '700', '--dropout', '0.2', '--recurrent-dropout', '0.2'];
const OPTIONS = ['--samples', '96', ...MODEL];

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const root = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };
  const child = spawn(command, args, {
    env: { ...process.env, ...root, SEQLOOM_RANK_TIMEOUT: '20', ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const last = out.trim().split('\n').at(-1)!;
      resolve({ code, err, end: code === 0 ? (JSON.parse(last) as JobEnd) : undefined });
    });
  });
}

const isThere = (command: string) => spawnSync(command, ['--version']).status === 0;

/** The largest relative difference of the losses of all steps. */
function difference(one: JobEnd, other: JobEnd): number {
  expect(one.losses).toHaveLength(other.losses.length);
  return Math.max(...one.losses.map((loss, i) => Math.abs(loss / other.losses[i]! - 1)));
}

describe('two ranks have the losses of one process', () => {
  let whole: JobEnd;
  beforeAll(async () => {
    whole = (await start(process.execPath, [program, ...OPTIONS])).end!;
  });
  const job = (command: string, ...more: string[]) =>
    start(command, ['-n', '2', process.execPath, program, ...OPTIONS, ...more]);

  test('under Open MPI, and when one fails, the job ends and goes on to the same bits', async ({ skip }) => {
    const command = 'mpirun.openmpi';
    if (!isThere(command)) return skip(`${command} is not on this machine`);
    const { err, end } = await job(command);
    expect(err).toBe('');
    expect(end!.size).toBe(2);
    expect(difference(end!, whole)).toBeLessThan(1e-5);
    const kept = ['--folder', join(folder, 'backup'), '--every-ms', '0'];
    const broken = await job(command, ...kept, '--fail', 'throw', '--at', '5');
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/^rank 1 of 2 \(.+, process \d+\): Error: a bad batch/m);
    const again = await job(command, ...kept);
    expect(again.end!.resumed).toEqual({ epoch: 1, batch: 1 });
    expect(again.end!.sha256).toBe(end!.sha256);
  });

  test('a rank that hangs after the last step does not keep the others', async ({ skip }) => {
    const command = 'mpirun.openmpi';
    if (!isThere(command)) return skip(`${command} is not on this machine`);
    const args = [
      '-n',
      '2',
      process.execPath,
      program,
      '--samples',
      '32',
      '--epochs',
      '1',
      '--fail',
      'hang-at-end',
    ];
    const { code, err } = await start(command, args, { SEQLOOM_RANK_TIMEOUT: '2' });
    expect(code).toBe(70);
    expect(err).toMatch(/^rank 0 of 2 .*: the other ranks have not answered in close within 2 s: /m);
  });

  test('under MPICH', async ({ skip }) => {
    const command = 'mpirun.mpich';
    if (!isThere(command)) return skip(`${command} is not on this machine`);
    const { err, end } = await job(command);
    expect(err).toBe('');
    expect(end!.size).toBe(2);
    expect(difference(end!, whole)).toBeLessThan(1e-5);
  });
});

describe('what is missing is named', () => {
  const launched = { PMIX_RANK: '0' };

  test('koffi', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'seqloom-no-koffi-'));
    const copy = join(elsewhere, 'program.mjs');
    await copyFile(program, copy);
    const { code, err } = await start(process.execPath, [copy], launched);
    await rm(elsewhere, { recursive: true });
    expect(code).toBe(1);
    expect(err).toContain(
      'mpi: needs the package koffi, which calls the MPI library of this machine, and it cannot be loaded. npm install koffi.',
    );
  });

  test('an MPI library', async () => {
    const { code, err } = await start(process.execPath, [program], {
      ...launched,
      SEQLOOM_MPI: 'libnothing.so',
    });
    expect(code).toBe(1);
    expect(err).toContain('mpi: found no MPI library. Install openmpi-bin (Debian, Ubuntu)');
    expect(err).toMatch(/Tried: .*libnothing\.so/);
  });

  test('the connection of processes that srun has started', async () => {
    const { code, err } = await start(process.execPath, [program], { SLURM_STEP_NUM_TASKS: '2' });
    expect(code).toBe(1);
    expect(err).toContain('connect: srun has started 2 processes that do not know one another.');
  });
});

test('a time to wait that a timer cannot count is refused before the job is joined', async () => {
  expect(() => mpi({ timeoutMs: 2 ** 31 })).toThrow(/^mpi: timeoutMs must be .*, got 2147483648\.$/);
  vi.stubEnv('SEQLOOM_RANK_TIMEOUT', 'Infinity');
  await expect(mpi()).rejects.toThrow(
    "mpi: SEQLOOM_RANK_TIMEOUT must be a number of seconds from 0.001 to 2147483.647, got 'Infinity'.",
  );
  vi.unstubAllEnvs();
});
