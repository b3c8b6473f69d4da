import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Everything a source file imports, followed through the package's own files. */
function importsOf(path: string, seen = new Set<string>()): Set<string> {
  const outside = new Set<string>();
  if (seen.has(path)) return outside;
  seen.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/\bfrom '([^']+)'/g)) {
    if (!name!.startsWith('.')) outside.add(name!);
    else for (const inner of importsOf(join(dirname(path), name!), seen)) outside.add(inner);
  }
  return outside;
}

describe('the entries', () => {
  const source = join(import.meta.dirname, '..', 'src');

  it('keep Node out of the main one, so that a page can use it', () => {
    expect([...importsOf(join(source, 'index.ts'))].toSorted()).toEqual([
      '@seqloom/options',
      '@seqloom/random',
      'modern-tar',
    ]);
  });

  it('have files, caches and downloads in the other', () => {
    expect([...importsOf(join(source, 'node', 'index.ts'))]).toContain('node:fs');
  });
});
