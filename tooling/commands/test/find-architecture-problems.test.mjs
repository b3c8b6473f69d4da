import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findArchitectureProblems } from '../find-architecture-problems.mjs';
import { walkFiles } from '../walk-files.mjs';

const RULES = 'packages/backend/src/engine/gradients';
const NUMBERS = 'There are 1 SIMD primitives and a table of 3 rules.';
const PLUGIN =
  'interface BackendPlugin {\n  readonly name: string; // what users select\n  init(): Promise<void>;\n}';
const table = (...rows) =>
  ['| package | what | depends on |', '|---|---|---|', ...rows, '', NUMBERS, PLUGIN].join('\n');
const KERNELS = '| `kernels` | C | – |';
const BACKEND = '| `backend` | engine | kernels, tfjs-core |';
let root;

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
const manifest = (name, ...dependencies) =>
  write(
    `packages/${name}/package.json`,
    JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((it) => [it, '1'])) }),
  );
const problems = (architecture) => findArchitectureProblems({ root, architecture, files: walkFiles(root) });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seqloom-architecture-'));
  manifest('kernels');
  manifest('backend', '@tensorflow/tfjs-core', '@seqloom/kernels');
  write('packages/backend/src/contract/plugin.ts', `/** A backend. */\nexport ${PLUGIN}\n`);
  write(
    'packages/kernels/c/simd-wasm.h',
    `${'INLINE vf v_add(vf a)\n'.repeat(2)}INLINE void transpose(vf a)\n`,
  );
  for (const name of ['elementwise', 'rearrange', 'reduce']) write(`${RULES}/${name}.ts`, '  Add: [AB],\n');
});
afterEach(() => rmSync(root, { recursive: true }));

test('a page that agrees with manifests and sources has no problems', () => {
  expect(problems(table(KERNELS, BACKEND))).toEqual([]);
});

test('finds packages on one side only, and other dependencies', () => {
  expect(problems(table('| `webgl` | GPU | – |', '| `backend` | engine | webgl, tfjs-core |'))).toEqual([
    'ARCHITECTURE.md: the table has webgl, which is not in packages/.',
    'ARCHITECTURE.md: backend depends on webgl, tfjs-core; its package.json says kernels, tfjs-core.',
    'ARCHITECTURE.md: the table has no row for packages/kernels.',
  ]);
});

test('finds an arrow that points up', () => {
  expect(problems(table(BACKEND, KERNELS))).toEqual([
    'ARCHITECTURE.md: backend depends on kernels, which stands below it.',
  ]);
});

test('finds other members of plug-ins', () => {
  expect(problems(table(KERNELS, BACKEND).replace('init()', 'start?()'))).toEqual([
    'ARCHITECTURE.md: BackendPlugin has name, start?; in packages/backend/src/contract/plugin.ts it has init, name.',
  ]);
});

test('finds a file that imports tfjs and is not named', () => {
  write('packages/backend/src/portable/tile.ts', "import * as tf from '@tensorflow/tfjs-core';");
  expect(problems(table(KERNELS, BACKEND))).toEqual([
    'ARCHITECTURE.md: does not name packages/backend/src/portable/tile.ts, which imports tfjs.',
  ]);
});

test('finds numbers that are not those of the sources, and long lines', () => {
  const page = table(KERNELS, BACKEND).replace('3 rules', '4 rules');
  expect(problems(`${page}\n${'x'.repeat(121)}`)).toEqual([
    'ARCHITECTURE.md:11: has 121 characters; at most 120.',
    expect.stringMatching(/^ARCHITECTURE.md: says "table of 4 rules"; there are 3 in /),
  ]);
});
