import { join } from 'node:path';
import { importsOf } from '@seqloom/vitest/imports-of';
import { describe, expect, it } from 'vitest';

describe('the entries', () => {
  const source = join(import.meta.dirname, '..', 'src');

  it('keep Node out of the main one, so that a page can use it', () => {
    expect([...importsOf(join(source, 'index.ts'))].toSorted()).toEqual([
      '@seqloom/archives',
      '@seqloom/archives/streams',
      '@seqloom/arrays',
      '@seqloom/options',
      '@seqloom/random',
      '@seqloom/tables',
    ]);
  });

  it('have files in the other', () => {
    expect([...importsOf(join(source, 'node', 'index.ts'))]).toContain('node:fs');
  });
});
