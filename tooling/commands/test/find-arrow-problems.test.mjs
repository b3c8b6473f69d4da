import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findArrowProblems } from '../find-arrow-problems.mjs';

const arrows = { low: [], high: ['low'], 'backend-x': [] };
const entry = (name) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
let root;

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

function manifest(name, dependencies = {}) {
  return { name: `@seqloom/${name}`, exports: { '.': entry('index') }, dependencies };
}

const problems = () => findArrowProblems({ root, arrows });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seqloom-arrows-'));
  write('packages/low/package.json', {
    ...manifest('low'),
    exports: { '.': entry('index'), './node': entry('node') },
  });
  write('packages/low/src/index.ts', 'export const one = 1;');
  write('packages/low/dist/index.d.ts', 'export declare const one: number;');
  write('packages/low/dist/node.d.ts', 'export declare const two: number;');
  write('packages/high/package.json', manifest('high', { '@seqloom/low': 'workspace:^' }));
  write(
    'packages/high/src/index.ts',
    "import { two } from '@seqloom/low/node';\nexport * from '@seqloom/low';",
  );
  write('packages/high/dist/index.d.ts', "export { one } from '@seqloom/low';");
});
afterEach(() => rmSync(root, { recursive: true }));

test('a workspace whose imports point down has no problems', () => {
  expect(problems()).toEqual([]);
});

test('a dependency that points up is named with what is allowed', () => {
  write('packages/low/package.json', {
    ...manifest('low', { '@seqloom/high': 'workspace:^' }),
    exports: { '.': entry('index'), './node': entry('node') },
  });
  expect(problems()).toEqual(['packages/low/package.json: depends on @seqloom/high; allowed: none.']);
});

test('a package that the table does not know is a problem', () => {
  write('packages/new/package.json', manifest('new'));
  expect(problems()).toEqual([expect.stringMatching(/^packages\/new: not in the table of packages/)]);
});

test('a source may not import a sibling that its manifest does not list', () => {
  write('packages/low/src/other.ts', "const { one } = await import('@seqloom/high');");
  expect(problems()).toEqual([
    'packages/low/src/other.ts: imports @seqloom/high, which its package.json does not list.',
  ]);
});

test('packages and apps import of a sibling only the subpaths it exports', () => {
  write('packages/high/src/deep.ts', "import { one } from '@seqloom/low/src/index.ts';");
  write('apps/shop/package.json', { name: 'shop', dependencies: { '@seqloom/low': 'workspace:^' } });
  write(
    'apps/shop/src/main.ts',
    "import '@seqloom/low';\nimport '@seqloom/low/node';\nimport '@seqloom/low/dist';",
  );
  expect(problems()).toEqual([
    'packages/high/src/deep.ts: imports @seqloom/low/src/index.ts, but @seqloom/low exports only ., ./node.',
    'apps/shop/src/main.ts: imports @seqloom/low/dist, but @seqloom/low exports only ., ./node.',
  ]);
});

test('only backend packages depend on tfjs', () => {
  write('packages/backend-x/package.json', manifest('backend-x', { '@tensorflow/tfjs-core': '4.22.0' }));
  write('packages/backend-x/dist/index.d.ts', 'export {};');
  write(
    'packages/high/package.json',
    manifest('high', { '@tensorflow/tfjs-core': '4.22.0', '@seqloom/low': '' }),
  );
  expect(problems()).toEqual([
    'packages/high/package.json: depends on @tensorflow/tfjs-core; only backend* packages may.',
  ]);
});

test('a backend may import tfjs for development, when what it is built to does not', () => {
  write('packages/backend-x/package.json', {
    ...manifest('backend-x'),
    devDependencies: { '@tensorflow/tfjs-core': '4.22.0' },
  });
  write('packages/backend-x/dist/index.d.ts', 'export {};');
  write('packages/backend-x/src/index.ts', "import '@tensorflow/tfjs-core';");
  write('packages/backend-x/dist/index.js', "import './tfjs/index.js';");
  expect(problems()).toEqual([]);
  write('packages/backend-x/dist/index.js', "import '@tensorflow/tfjs-core';");
  expect(problems()).toEqual([
    'packages/backend-x/dist/index.js: imports @tensorflow/tfjs-core, which is installed for development only.',
  ]);
});

test('a tfjs type is found in every declaration file the public entries reach, and only there', () => {
  write('packages/low/dist/index.d.ts', "export { a } from './a.ts';");
  write('packages/low/dist/a.d.ts', "export { b } from './deeper/b.js';");
  write('packages/low/dist/deeper/b.d.ts', "export declare const b: import('@tensorflow/tfjs-core').Tensor;");
  write('packages/low/dist/internal.d.ts', "import type { Tensor } from '@tensorflow/tfjs-core';");
  expect(problems()).toEqual([
    "packages/low/dist/deeper/b.d.ts: a public type names @tensorflow/tfjs-core; use the engine's own interfaces.",
  ]);
});

test('a promised declaration file that was not built is a problem', () => {
  rmSync(join(root, 'packages/low/dist/node.d.ts'));
  expect(problems()).toEqual([
    'packages/low: exports ./dist/node.d.ts, which is missing; run pnpm build first.',
  ]);
});
