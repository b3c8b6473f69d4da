import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nodeBackend } from '../src/index.ts';
import { findFolder, kernelsVersion, loadAddon } from '../src/load-addon.ts';
import { MISSING } from './machine.ts';

let folder: string;
beforeEach(({ skip }) => {
  if (MISSING) return skip(MISSING);
  folder = mkdtempSync(join(tmpdir(), 'seqloom-native-'));
  cpSync(findFolder(), folder, { recursive: true });
});
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

/** Changes the manifest, and with `file` the native file so that they fit each other. */
function rewrite(change: object, file?: Uint8Array): void {
  const path = join(folder, 'kernels.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  if (file) writeFileSync(join(folder, 'kernels.node'), file);
  const sha256 = file && { sha256: createHash('sha256').update(file).digest('hex') };
  writeFileSync(path, JSON.stringify({ ...manifest, ...sha256, ...change }));
}

test('loads the file that was built', () => {
  expect(loadAddon(folder).version).toBe(kernelsVersion());
});

test('refuses a file of another version of the kernels, and names both', () => {
  rewrite({ version: '1.2.3+0123456789ab' });
  expect(() => loadAddon(folder)).toThrow(
    `was built from version 1.2.3+0123456789ab of the kernels, installed is ${kernelsVersion()}.`,
  );
});

test('refuses a file of another version that its manifest does not admit to', () => {
  const file = readFileSync(join(folder, 'kernels.node'));
  const version = Buffer.from(kernelsVersion());
  const at = file.indexOf(version);
  expect(at).toBeGreaterThan(0);
  file.write(`9.9.9${version.subarray(5)}`, at);
  rewrite({}, file);
  expect(() => loadAddon(folder)).toThrow('was built from version 9.9.9');
});

test('refuses a file that is cut off, without loading it', () => {
  truncateSync(join(folder, 'kernels.node'), 100_000);
  expect(() => loadAddon(folder)).toThrow('is not the file that was built: its SHA-256');
});

test('refuses a file for another platform', () => {
  // The first bytes of a library of Windows, and of one for arm64: what the system looks at first.
  const file = readFileSync(join(folder, 'kernels.node'));
  rewrite({}, Buffer.concat([Buffer.from('MZ\0\0'), file.subarray(4)]));
  expect(() => loadAddon(folder)).toThrow();
});

test('says which file is missing', () => {
  rmSync(join(folder, 'kernels.node'));
  expect(() => loadAddon(folder)).toThrow('kernels.node');
});

test('where there is no native file wasm runs, and the report says why', async () => {
  vi.spyOn(process, 'arch', 'get').mockReturnValue('riscv64');
  registerBackend(wasmBackend());
  registerBackend(nodeBackend());
  const backend = await selectBackend();
  expect(backend.name).toBe('wasm');
  expect(backend.rejected).toEqual([
    {
      name: 'node',
      reason: expect.stringMatching(
        /^there is no native file for \w+-riscv64(-gnu)?, only for linux-x64-gnu/,
      ),
    },
  ]);
  await backend.dispose();
});

test('the package of a platform that is left out is named', async () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  vi.spyOn(process, 'arch', 'get').mockReturnValue('x64');
  await expect(nodeBackend().checkSupport()).resolves.toEqual({
    ok: false,
    reason:
      'the package @seqloom/backend-node-win32-x64 is not installed. Install @seqloom/backend-node without leaving out ' +
      'optional dependencies',
  });
});

test('is tried before wasm, and says which instructions it runs', async () => {
  registerBackend(wasmBackend());
  registerBackend(nodeBackend());
  const backend = await selectBackend({ threads: 1 });
  expect(backend.name).toBe('node');
  expect(backend.notes).toEqual([expect.stringMatching(/^kernels compiled for (avx512|avx2|sse4\.1|neon)$/)]);
  await backend.dispose();
});

test('refuses options that do not exist or cannot be had', async () => {
  expect(() => nodeBackend({ fast: true } as object)).toThrow('nodeBackend: ');
  expect(() => nodeBackend({ simd: 'mmx' as 'avx2' })).toThrow(/^nodeBackend: simd must be .*, got .*mmx/);
  const foreign = process.arch === 'arm64' ? 'avx2' : 'neon';
  await expect(nodeBackend({ simd: foreign }).checkSupport()).resolves.toEqual({
    ok: false,
    reason: `the native file has not what was asked for: ${foreign}`,
  });
});
