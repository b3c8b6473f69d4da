import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../run-command.mjs';
import { staleOutput } from '../stale-output.mjs';

const CLEAN = join(import.meta.dirname, '..', 'clean-dist.mjs');
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seqloom-stale-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...paths) {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
}

test('names the files in dist that have no source, and no others', () => {
  write('src/index.ts', 'src/node/open.ts', 'src/embedded/plain.js');
  write('dist/index.js', 'dist/index.js.map', 'dist/index.d.ts', 'dist/index.d.ts.map', 'dist/node/open.js');
  write('dist/embedded/plain.js', 'dist/data.json', 'dist/open.js', 'dist/old/open.d.ts.map');
  expect(staleOutput(folder)).toEqual(['dist/old/open.d.ts.map', 'dist/open.js']);
});

test('a package that was not built has none', () => {
  expect(staleOutput(folder)).toEqual([]);
});

test('a build begins with an empty dist', async () => {
  write('package.json', 'src/index.ts', 'dist/moved.js');
  expect(await runCommand(process.execPath, [CLEAN], { cwd: folder, show: 'nothing' })).toMatchObject({
    ok: true,
  });
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

test('refuses to remove a dist that is not beside sources', async () => {
  write('dist/index.js');
  const { ok, output } = await runCommand(process.execPath, [CLEAN], { cwd: folder, show: 'nothing' });
  expect({ ok, output }).toMatchObject({
    ok: false,
    output: expect.stringContaining('not the folder of a package'),
  });
  expect(existsSync(join(folder, 'dist', 'index.js'))).toBe(true);
});
