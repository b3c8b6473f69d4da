import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../generate.mjs';
import { ARGUMENTS } from '../src/generated/arguments.ts';
import { compileKernels, kernelNames } from '../src/index.ts';

const dir = join(import.meta.dirname, '../c');
const sources = Object.fromEntries(
  readdirSync(dir)
    .sort()
    .map((name) => [name, readFileSync(join(dir, name), 'utf8')]),
);

describe('src/generated', () => {
  it.each(Object.entries(generatedFiles(sources)))('%s is what the C sources give', (name, text) => {
    expect(readFileSync(join(import.meta.dirname, '../src/generated', name), 'utf8')).toBe(text);
  });

  it('has the arguments of every kernel that the module exports', async () => {
    const { module } = await compileKernels();
    expect(kernelNames(module).sort()).toEqual(Object.keys(ARGUMENTS).sort());
  });
});

describe('generatedFiles', () => {
  it('reads structs and enums, with comments, over several lines and with values', () => {
    const files = generatedFiles({
      'a.c':
        'struct a_args {\n  at x, /* the input */ y_out;\n  int n;\n  float rate;\n};\nstruct other { int n; };\n',
      'b.h':
        'SHARED enum kind { ONE, TWO_A = 5, /* six */ B };\nSHARED enum {\n  SIZE = 16,\n};\nenum { HIDDEN };\n',
    });
    expect(files['arguments.ts']).toContain(
      "  a: {\n    x: 'at',\n    yOut: 'at',\n    n: 'int',\n    rate: 'float',\n  },\n} as const;",
    );
    expect(files['arguments.ts']).toContain('export const MOST_FIELDS = 4;');
    expect(files['constants.ts']).toContain(
      'export const KIND = {\n  one: 0,\n  twoA: 5,\n  b: 6,\n} as const;',
    );
    expect(files['constants.ts']).toContain('export const SIZE = 16;');
    expect(files['constants.ts']).not.toContain('HIDDEN');
  });

  it('refuses what TypeScript could not write', () => {
    expect(() => generatedFiles({ 'a.c': 'struct a_args {\n  double x;\n};\n' })).toThrow(
      "struct a_args: expected 'at', 'int' or 'float' and names, got 'double x'.",
    );
    expect(() => generatedFiles({ 'a.h': 'SHARED enum kind { A = 1 << 2 };\n' })).toThrow(
      "a.h: a SHARED enum needs whole numbers, got 'A = 1 << 2'.",
    );
  });
});
