import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lockFolder } from '@seqloom/train/node';
import { makeSmallDisk, type SmallDisk } from '@seqloom/vitest/small-disk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../src/node/run-command.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';
import { command } from './series/series-cli.ts';
import { smallCsv } from './series/small-weather.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-resume-'));
  await writeFile(join(folder, 'small.csv'), smallCsv({ rows: 400 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Trains with a network that drops out, and stops or changes the disk after an epoch. */
async function train(
  out: string,
  more: readonly string[] = [],
  afterEpoch: Readonly<Record<number, () => void>> = {},
) {
  const terminal = fakeTerminal([], (text) => {
    const { event, epoch } = JSON.parse(text.startsWith('{') ? text : '{}');
    if (event === 'epoch') afterEpoch[epoch]?.();
  });
  const argv = ['train', '--model', 'gru-dropout', '--data', join(folder, 'small.csv'), '--target', 'temp'];
  const settings = [
    '--lookback',
    '12',
    '--delay',
    '3',
    '--units',
    '4',
    '--epochs',
    '4',
    '--json',
    '--threads',
    '1',
  ];
  const code = await runCommand(command, [...argv, ...settings, '--out', out, ...more], terminal);
  const lines = terminal.written.out.split('\n').filter(Boolean);
  return { code, err: terminal.written.err, events: lines.map((line) => JSON.parse(line)) };
}

const interrupt = (signal: 'SIGINT' | 'SIGTERM') => () => void process.emit(signal, signal);

/** What a run left, without the seconds it took. */
async function outcomeOf(out: string) {
  const { seconds: _, ...result } = JSON.parse(await readFile(join(out, 'history.json'), 'utf8'));
  return { result, model: await readFile(join(out, 'model.safetensors'), 'base64') };
}

describe('a run that was stopped', () => {
  test.each([
    ['SIGINT', 130, 'Ctrl-C'],
    ['SIGTERM', 143, 'SIGTERM'],
  ] as const)('by %s goes on to what an unbroken one gives', async (signal, expected, name) => {
    const [whole, out] = [join(folder, 'whole'), join(folder, signal)];
    await train(whole);
    expect(await readdir(whole)).not.toContain('backup');
    expect(await readdir(whole)).not.toContain('best.safetensors');

    const stopped = await train(out, [], { 2: interrupt(signal) });
    expect(stopped.code).toBe(expected);
    expect(JSON.parse(stopped.err)).toMatchObject({
      exitCode: expected,
      message:
        `Stopped by ${name} after the step it was in; the run is kept in ${join(out, 'backup')} and the best model so far in ` +
        `${join(out, 'best.safetensors')}. Go on with it by the same command and --resume.`,
    });
    expect((await readdir(out)).sort()).toEqual(['backup', 'best.safetensors']);

    const refused = await train(out);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.err).message).toBe(
      `--out: ${out} holds the backup of a run that has not ended. Go on with it by --resume, or remove ${join(out, 'backup')} to begin from the start.`,
    );

    const other = await train(out, ['--resume', '--seed', '7']);
    expect(JSON.parse(other.err).message).toContain('is of another run: ');
    expect(JSON.parse(other.err).message).toContain('seed is 7, was 1');

    const resumed = await train(out, ['--resume']);
    expect(resumed.err).toBe('');
    expect(resumed.events.filter(({ event }) => event === 'resume')).toHaveLength(1);
    expect(resumed.events.filter(({ event }) => event === 'epoch').map(({ epoch }) => epoch)).toEqual([3, 4]);
    expect(await outcomeOf(out)).toEqual(await outcomeOf(whole));
    expect((await readdir(out)).sort()).toEqual((await readdir(whole)).sort());
  });

  test('is not gone on with, or begun again, while another process is in it', async () => {
    const out = join(folder, 'shared');
    const holder = promisify(execFile)(process.execPath, [
      '-e',
      "console.log('up'); setInterval(() => {}, 1000)",
    ]);
    await once(holder.child.stdout!, 'data');
    const lock = await lockFolder(out);
    const [own] = (await readdir(out)) as [string];
    const theirs = own.replace(`-${process.pid}-`, `-${holder.child.pid}-`);
    await rename(join(out, own), join(out, theirs));
    await writeFile(join(out, theirs), ''); // as if the other process had made it
    for (const more of [[], ['--resume']]) {
      const begin = performance.now();
      const { code, err } = await train(out, more);
      expect(performance.now() - begin).toBeLessThan(1000);
      expect(code).toBe(1);
      expect(JSON.parse(err).message).toBe(
        `--out: ${out} is in use by process ${holder.child.pid}, which trains into it. Wait until it has ended, or give another ` +
          `folder; if it has, remove ${join(out, theirs)}.`,
      );
    }
    holder.child.kill('SIGKILL');
    await holder.catch(() => {});
    expect((await train(out, ['--epochs', '1'])).code).toBe(0);
    expect((await readdir(out)).filter((name) => name.endsWith('.lock'))).toEqual([]);
    await lock.release();
  });

  test('is not there: --resume begins from the start, and wants a folder', async () => {
    const { code, events } = await train(join(folder, 'none'), ['--resume', '--epochs', '1']);
    expect(code).toBe(0);
    expect(events.some(({ event }) => event === 'resume')).toBe(false);
    const terminal = fakeTerminal();
    expect(
      await runCommand(command, ['train', '--model', 'gru', '--data', 'any', '--resume'], terminal),
    ).toBe(1);
    expect(terminal.written.err).toBe(
      '--resume: goes on with the run that --out DIR keeps. Give --out, too.\n',
    );
  });
});

describe('a disk that is full', () => {
  let disk: SmallDisk | undefined;
  let place: string;
  beforeAll(() => {
    place = join(folder, 'disk');
    disk = makeSmallDisk(place, 1024);
  });
  afterEach(() => disk?.free());
  afterAll(() => disk?.remove());

  test('after training: the model is in the backup, and --resume writes the files', async ({ skip }) => {
    if (!disk) return skip('mounting a small disk needs root');
    const out = join(place, 'out');
    // The last backup is written after the last epoch is reported: room for it, not for the report.
    const full = await train(out, [], { 4: () => disk!.fill(32) });
    expect(full.code).toBe(1);
    expect(JSON.parse(full.err).message).toContain(`--out: ${out} cannot be written (ENOSPC`);
    expect(JSON.parse(full.err).message).toContain(`The trained model is kept in ${join(out, 'backup')}`);
    disk!.free();
    const resumed = await train(out, ['--resume']);
    expect(resumed.code).toBe(0);
    expect(resumed.events.some(({ event }) => event === 'epoch')).toBe(false);
    const whole = join(folder, 'roomy');
    await train(whole);
    expect(await outcomeOf(out)).toEqual(await outcomeOf(whole));
    await rm(out, { recursive: true });
  });

  test('during training: it goes on, and says where the model is', async ({ skip }) => {
    if (!disk) return skip('mounting a small disk needs root');
    const out = join(place, 'out');
    const full = await train(out, [], { 1: () => disk!.fill(0) });
    expect(full.code).toBe(1);
    expect(full.err).toContain('Training goes on without a new backup.');
    const saved = /The trained model is in (\S+)\."/.exec(full.err)?.[1];
    expect(saved && existsSync(saved)).toBe(true);
    const whole = join(folder, 'roomy');
    expect(await readFile(saved!, 'base64')).toBe((await outcomeOf(whole)).model);
    await rm(join(saved!, '..'), { recursive: true });
  });
});
