import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layouts, MAX_FIELDS } from '../src/arguments.ts';
import { compileKernels, kernelNames } from '../src/index.ts';

const dir = join(import.meta.dirname, '../c');
const sources = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));

/** The fields of every `struct NAME_args` in the C sources, in order. */
function declaredFields(): Map<string, [name: string, kind: string][]> {
  const structs = new Map<string, [string, string][]>();
  for (const source of sources) {
    const bare = source.replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, kernel, body] of bare.matchAll(/struct (\w+)_args \{([^}]*)\}/g)) {
      const fields = [...body!.matchAll(/(at|int|float) ([^;]+);/g)].flatMap(([, kind, names]) =>
        names!.split(',').map((name): [string, string] => [name.trim(), kind!]),
      );
      structs.set(kernel!, fields);
    }
  }
  return structs;
}

describe('argument layouts', () => {
  const structs = declaredFields();

  it.each([...layouts.keys()])('%s has the fields of its C struct in the same order', (kernel) => {
    expect(Object.entries(layouts.get(kernel)!)).toEqual(structs.get(kernel));
  });

  it('stay within the argument block', () => {
    for (const fields of structs.values()) expect(fields.length).toBeLessThanOrEqual(MAX_FIELDS);
  });

  it('exist for every kernel that the module exports', async () => {
    const { module } = await compileKernels();
    expect(kernelNames(module).sort()).toEqual([...layouts.keys()].sort());
  });
});
