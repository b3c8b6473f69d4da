import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRandom } from '@seqloom/random';
import { bundleProgram } from '@seqloom/vitest/bundle-program';
import { makeSmallDisk } from '@seqloom/vitest/small-disk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const HERE = import.meta.dirname;
/** A user who may write nothing of others. */
const NOBODY = 65_534;

let folder: string;
let program: string;
/** What a run over arrays gives that is not killed. */
let whole: RunEnd | undefined;
let wholeMs: number;
/** The folder of a run that was killed when its fifth backup was written and not renamed, and what is in it. */
let begun: string;
let kept: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-killed-'));
  await chmod(folder, 0o755); // for other users
  program = await bundleProgram(join(HERE, '../bench/killable-run.mjs'), folder);
  ({ end: whole, ms: wholeMs } = await run(join(folder, 'whole')));
  begun = join(folder, 'begun');
  await run(begun, { killAtRename: 5 });
  kept = await backupsIn(begun);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface RunOptions {
  readonly data?: string;
  readonly threads?: number;
  /** Sent SIGKILL so many ms after training has begun. */
  readonly killAfter?: number | undefined;
  /** Sent SIGKILL when it asks for its n-th rename, which it does not get. */
  readonly killAtRename?: number;
  readonly uid?: number;
}

/** Runs the program to its end, or until it is killed. */
function run(place: string, { data = 'arrays', threads = 1, killAfter, killAtRename, uid }: RunOptions = {}) {
  const hang = pathToFileURL(join(HERE, 'programs/hang-at-rename.mjs')).href;
  const node = killAtRename === undefined ? [] : ['--import', hang];
  const args = ['--folder', place, '--data', data, '--threads', String(threads), '--epochs', '3'];
  const child = spawn(process.execPath, [...node, program, ...args], {
    cwd: folder,
    env: { ...process.env, HANG_AT_RENAME: String(killAtRename) },
    ...(uid !== undefined && { uid, gid: uid }),
  });
  return new Promise<{
    killed: boolean;
    code: number | null;
    err: string;
    ms: number;
    end: RunEnd | undefined;
  }>((resolve) => {
    let [out, err, begun] = ['', '', 0];
    child.stderr.on('data', (text) => {
      err += text;
    });
    child.stdout.on('data', (text) => {
      out += text;
      if (out.includes('"hangs"')) child.kill('SIGKILL');
      if (begun > 0) return;
      begun = performance.now();
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    });
    child.on('close', (code, signal) => {
      const last = out.trim().split('\n').at(-1)!;
      const end = code === 0 ? (JSON.parse(last) as RunEnd) : undefined;
      resolve({ killed: signal === 'SIGKILL', code, err, ms: performance.now() - begun, end });
    });
  });
}

/** What the program prints at its end. */
interface RunEnd {
  readonly sha256: string;
  readonly epochs: readonly number[];
  readonly logs: readonly object[];
  readonly resumed?: { readonly epoch: number; readonly batch: number };
}

const outcomeOf = (end: RunEnd | undefined) =>
  end && { sha256: end.sha256, epochs: end.epochs, logs: end.logs };

/** Digests of the backups in a folder. */
async function backupsIn(place: string): Promise<Record<string, string>> {
  const names = (await readdir(place)).filter((name) => name.endsWith('.safetensors'));
  const files = names.map(async (name) => {
    const bytes = await readFile(join(place, name));
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

/** A copy of the folder of the run that was killed. */
async function copyBegun(place: string): Promise<void> {
  await cp(begun, place, { recursive: true, filter: (path) => !path.endsWith('.tmp') });
}

describe('a run that is killed', () => {
  test.each([
    ['arrays', 1, 3],
    ['generator', 2, 2],
  ] as const)(
    'over %s on %d threads, at %d random moments, ends with the same bits',
    async (data, threads, kills) => {
      const unbroken = data === 'arrays' ? whole : (await run(join(folder, `whole-${data}`), { data })).end;
      const random = createRandom(Date.now() % 2 ** 32, 'kills');
      const place = join(folder, `killed-${data}`);
      const moments: number[] = [];
      for (let i = 0; i < kills; i++) {
        const killAfter = random.uniform(0, 0.8 * wholeMs);
        moments.push(killAfter);
        const { killed } = await run(place, { data, threads, killAfter });
        if (!killed) break; // the rest of the run was shorter
      }
      const { end } = await run(place, { data, threads });
      expect({ moments, ...outcomeOf(end) }).toEqual({ moments, ...outcomeOf(unbroken) });
    },
  );

  test('between the writing of a backup and its renaming has the backups before', async () => {
    expect(Object.keys(kept)).toHaveLength(2);
    expect((await readdir(begun)).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    const place = join(folder, 'renamed');
    await copyBegun(place);
    expect((await run(place, { killAtRename: 1 })).killed).toBe(true);
    expect(await backupsIn(place)).toEqual(kept);
    const { end } = await run(place);
    expect(end!.resumed).toBeDefined();
    expect(outcomeOf(end)).toEqual(outcomeOf(whole));
    await expect(stat(place)).rejects.toThrow('ENOENT'); // nor is a temporary file left
  });
});

describe('where a backup cannot be written, the old one stays and the error names the file', () => {
  test('on a full disk', async ({ skip }) => {
    const place = join(folder, 'disk');
    const disk = makeSmallDisk(place, 256);
    if (!disk) return skip('mounting a small disk needs root');
    try {
      await copyBegun(place);
      disk.fill(4);
      const { code, err } = await run(place);
      expect(code).toBe(1);
      expect(err).toMatch(
        /disk\/backup-[01]\.safetensors: cannot be written \(ENOSPC: .+\)\. The file is as it was\./,
      );
      expect(await backupsIn(place)).toEqual(kept);
      disk.free();
      const { end } = await run(place);
      expect(outcomeOf(end)).toEqual(outcomeOf(whole));
    } finally {
      disk.remove();
    }
  });

  test('in a folder that is read-only for the user', async ({ skip }) => {
    if (process.platform === 'win32') return skip('Windows has other rights');
    const place = join(folder, 'read-only');
    await copyBegun(place);
    await chmod(place, 0o555);
    const { code, err } = await run(place, process.getuid?.() === 0 ? { uid: NOBODY } : {});
    await chmod(place, 0o755);
    expect(code).toBe(1);
    expect(err).toMatch(
      /read-only\/backup-[01]\.safetensors: cannot be written \(EACCES: .+\)\. The file is as it was\./,
    );
    expect(await backupsIn(place)).toEqual(kept);
    const { end } = await run(place);
    expect(outcomeOf(end)).toEqual(outcomeOf(whole));
  });
});
