import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const lockfile = readFileSync(join(import.meta.dirname, '..', '..', '..', 'pnpm-lock.yaml'), 'utf8');

/** Programs that come as a package for each system. */
const PROGRAMS = [
  '@biomejs/cli',
  '@turbo',
  '@rolldown/binding',
  '@typescript/typescript',
  '@koromix/koffi',
  'lightningcss',
];

// An install on one system can leave those of others out of the file, and a clone on another system then has no turbo.
test.each(PROGRAMS)('%s is locked for Linux, macOS and Windows', (program) => {
  for (const system of ['linux', 'darwin', 'win(?:32|dows)'])
    expect(lockfile).toMatch(new RegExp(`^  '?${program}[-/]${system}-(?:x64|64)\\b`, 'm'));
});
