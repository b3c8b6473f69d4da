import { expect, test } from 'vitest';
import { conformanceTable, testsOf } from '../conformance-table.mjs';

const file = (name, ...assertionResults) => ({ name: `/a/clone/${name}`, assertionResults });
const one = (ancestorTitles, title, status = 'passed') => ({ ancestorTitles, title, status });

const tests = [
  ...testsOf(
    {
      testResults: [
        file(
          'packages/backend-wasm/test/conformance.test.ts',
          one(['wasm, 1 thread', 'add'], 'adds'),
          one(['wasm, 1 thread', 'add'], 'refuses', 'skipped'),
          one(['wasm, stock loader', 'add'], 'adds', 'failed'),
        ),
        file('packages/backend-node/test/conformance.test.ts', one([], 'every build is tested')),
      ],
    },
    'wasm, 1 thread',
  ),
  ...testsOf(
    {
      testResults: [
        file('tooling/model-tests/test/layers/wasm.test.ts', one(['Dense', 'plain'], 'has gradients')),
        file('tooling/model-tests/test/training/node.test.ts', one(['node, avx2', 'mse'], 'is right')),
        file('tooling/model-tests/test/concurrency.test.ts', one([], 'of no backend')),
        file(
          'tooling/model-tests/test/layers/threads.test.ts',
          one([], 'the same bits on two threads as on one'),
        ),
        file(
          'tooling/model-tests/test/layers/node.test.ts',
          one([], 'node, neon: not this processor', 'skipped'),
        ),
        file(
          'tooling/model-tests/test/training/node.test.ts',
          one([], 'node, neon: not this processor', 'skipped'),
        ),
      ],
    },
    'wasm, relaxed',
  ),
];

test('a row per backend counts what passed, failed and was skipped in each part', () => {
  expect(conformanceTable(tests).table.split('\n')).toEqual([
    '| backend | testkit | layers | losses, metrics, optimizers |',
    '| --- | --- | --- | --- |',
    '| wasm, 1 thread | 1 passed, 1 skipped | – | – |',
    '| wasm, 2 threads | – | 1 passed | – |',
    '| wasm, relaxed | – | 1 passed | – |',
    '| wasm, stock loader | 0 passed, 1 failed | – | – |',
    '| node, avx2 | – | – | 1 passed |',
  ]);
});

test('tests that were skipped are named once, with their backend', () => {
  expect(conformanceTable(tests).skipped).toEqual([
    '- wasm, 1 thread: refuses',
    '- node, neon: not this processor',
  ]);
});
