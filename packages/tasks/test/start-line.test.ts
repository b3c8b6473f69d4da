import { expect, test } from 'vitest';
import { downloadReporter, runStartLine } from '../src/node/index.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

test('the first minute writes into the folder it is told, or into report', async () => {
  const folders: string[] = [];
  const start = async (folder: string) => void folders.push(folder);
  expect(await runStartLine(['--out', 'here'], fakeTerminal(), start)).toBe(0);
  expect(await runStartLine([], fakeTerminal(), start)).toBe(0);
  expect(folders).toEqual(['here', 'report']);
});

test.each([
  [['--seed', '1'], '--seed: no such option. Options: --out.\n'],
  [['--out'], '--out: there is no folder. Give one: --out FOLDER.\n'],
  [['--out', ''], '--out: there is no folder. Give one: --out FOLDER.\n'],
  [['--out', 'here', 'there'], 'there: one word too many, expected --out FOLDER alone.\n'],
])('the first minute refuses %j', async (argv, message) => {
  const terminal = fakeTerminal();
  const code = await runStartLine(argv, terminal, () => Promise.reject(new Error('not to be run')));
  expect([code, terminal.written.err]).toEqual([1, message]);
});

test('a download tells how far it is once for so many bytes, and at its end', () => {
  const terminal = fakeTerminal();
  const report = downloadReporter(terminal, 'imdb', 8_000_000);
  for (const received of [1e6, 8e6, 9e6, 15e6, 16e6, 17e6]) report.onProgress(received, 17e6);
  report.onWait('waits for another process');
  expect(terminal.written.err).toBe(
    'downloading imdb: 8 of 17 MB\ndownloading imdb: 16 of 17 MB\ndownloading imdb: 17 of 17 MB\n' +
      'downloading imdb: waits for another process\n',
  );
});
