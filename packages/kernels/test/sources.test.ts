import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// clang warns of unused static functions of a .c file, not of those of a header, of macros, nor of functions that
// another file could call.

const dir = join(import.meta.dirname, '../c');
const sources = readdirSync(dir)
  .map((name) => readFileSync(join(dir, name), 'utf8'))
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '');

/** Names that the C sources define: inline functions, macros and functions declared in headers. */
const defined = new Set(
  [/^INLINE [\w ]+[ *](\w+)\(/gm, /^#define (\w+)/gm, /^(?:void|vf|ix|struct \w+) (\w+)\([^)]*\);/gm].flatMap(
    (pattern) => [...sources.matchAll(pattern)].map(([, name]) => name!),
  ),
);

/** The sources without the lines that define or declare a name. */
const uses = sources
  .replace(/^(INLINE [\w ]+[ *])\w+\(/gm, '$1(')
  .replace(/^#define \w+/gm, '')
  .replace(/^((?:static )?(?:void|vf|ix|int|struct \w+) )\w+\(/gm, '$1(');

describe('the C sources', () => {
  it('use every function and macro that they define', () => {
    expect(defined.size).toBeGreaterThan(80);
    const unused = [...defined].filter((name) => !new RegExp(`\\b${name}\\b`).test(uses));
    expect(unused).toEqual([]);
  });
});
