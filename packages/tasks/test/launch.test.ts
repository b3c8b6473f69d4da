import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mpirunKind, mpirunWords } from '../src/node/launch/mpirun-words.ts';
import { runSeqloom } from '../src/node/seqloom-command.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

const PLAN = {
  kind: 'Open MPI',
  ranks: 4,
  hosts: [],
  cores: 2,
  isRoot: false,
  variables: ['SEQLOOM_RANK_TIMEOUT'],
  command: ['node', 'a.mjs'],
} as const;

describe('the words of mpirun', () => {
  test('of Open MPI keep connections alive, fix the order of sums, and leave threads their cores', () => {
    const words = mpirunWords(PLAN).join(' ');
    expect(words).toMatch(/^--oversubscribe --bind-to none /);
    expect(words).toContain(
      '--mca oob_tcp_keepalive_time 5 --mca oob_tcp_keepalive_intvl 2 --mca oob_tcp_keepalive_probes 3',
    );
    expect(words).toContain('--mca mpi_yield_when_idle 1');
    expect(words).toContain('--mca coll_tuned_use_dynamic_rules 1 --mca coll_tuned_allreduce_algorithm 3');
    expect(words).toMatch(/ -x SEQLOOM_RANK_TIMEOUT -n 4 node a\.mjs$/);
  });

  test('name the machines, and root where it is needed', () => {
    const words = mpirunWords({ ...PLAN, hosts: ['a:2', 'b:2'], isRoot: true }).join(' ');
    expect(words).toMatch(/^--allow-run-as-root --host a:2,b:2 --bind-to none /);
  });

  test('of MPICH', () => {
    expect(mpirunWords({ ...PLAN, kind: 'MPICH', hosts: ['a:2'] }).join(' ')).toBe(
      '-hosts a:2 -n 4 -genv MPIR_CVAR_ALLREDUCE_INTRA_ALGORITHM recursive_doubling node a.mjs',
    );
  });

  test.each([
    ['mpirun (Open MPI) 4.1.4\n', 'Open MPI'],
    ['HYDRA build details:\n    Version: 4.0.2\n', 'MPICH'],
    ['another program', undefined],
  ])('go by what it says: %j', (version, kind) => {
    expect(mpirunKind(version)).toBe(kind);
  });
});

describe('seqloom launch', () => {
  let folder: string;
  let mpirun: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seqloom-launch-'));
    mpirun = join(folder, 'mpirun');
    await writeFile(
      mpirun,
      '#!/bin/sh\n[ "$1" = --version ] && echo "mpirun (Open MPI) 4.1.4" && exit\n[ "$SEQLOOM_RANK_TIMEOUT" = 7 ] && exit 9\nexit 0\n',
    );
    await chmod(mpirun, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const launch = async (...words: string[]) => {
    const terminal = fakeTerminal();
    const code = await runSeqloom(['launch', ...words], terminal, { version: '1' });
    return { code, out: terminal.written.out, err: terminal.written.err };
  };

  test('prints the command, with words that a shell would split in quotes', async () => {
    const { code, out } = await launch(
      '-n',
      '3',
      '--mpirun',
      mpirun,
      '--timeout',
      '7',
      '--print',
      '--',
      'node',
      'a b.mjs',
      '--seed',
      '2',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^SEQLOOM_RANK_TIMEOUT=7 \S+\/mpirun .* -n 3 node 'a b\.mjs' --seed 2\n$/);
  });

  test('starts as many processes as the machines take', async () => {
    const { out } = await launch(
      '--hosts',
      'a:2,b:3,c',
      '--mpirun',
      mpirun,
      '--print',
      '--',
      'node',
      'a.mjs',
    );
    expect(out).toMatch(/ --host a:2,b:3,c .* -n 6 node a\.mjs\n$/);
  });

  test('runs it, and ends with its exit code', async () => {
    expect((await launch('-n', '2', '--mpirun', mpirun, '--', 'node', 'a.mjs')).code).toBe(0);
    const { code, err } = await launch(
      '-n',
      '2',
      '--timeout',
      '7',
      '--mpirun',
      mpirun,
      '--',
      'node',
      'a.mjs',
    );
    expect(code).toBe(9);
    expect(err).toContain('launch: the job has ended with the exit code 9.');
  });

  test('leaves the options of the command to the command', async () => {
    const file = join(folder, 'none.safetensors');
    const { code, out } = await launch('--mpirun', mpirun, '--print', '--', 'node', '--model-file', file);
    expect(code).toBe(0);
    expect(out).toMatch(/ node --model-file \S+none\.safetensors\n$/);
  });

  test('says what is missing', async () => {
    expect((await launch('-n', '2', '--mpirun', mpirun)).err).toContain('launch: there is no command.');
    expect((await launch('--mpirun', join(folder, 'none'), '--', 'node')).err).toContain(
      'Install openmpi-bin or mpich',
    );
    expect((await launch('-n', '0', '--', 'node')).err).toContain('-n must be a positive integer, got 0');
  });
});
