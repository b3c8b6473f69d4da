import { join } from 'node:path';
import { importsOf } from '@seqloom/vitest/imports-of';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '..', 'src');

it('the main entry imports nothing, so that a page needs no bundler for it', () => {
  expect([...importsOf(join(source, 'index.ts'))]).toEqual([]);
});

it('streams choose their decompressor by the platform and import nothing of Node themselves', () => {
  expect([...importsOf(join(source, 'streams', 'index.ts'))].toSorted()).toEqual([
    '#inflate',
    '@seqloom/options',
  ]);
});
