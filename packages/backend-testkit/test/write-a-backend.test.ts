import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, 'write-a-backend');
const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'write-a-backend.md');

/** In the order of the page. */
const FILES = ['js-backend.ts', 'max-pool.ts', 'simple-rnn.ts', 'conformance.test.ts', 'use.test.ts'];

test('the page on writing a backend shows the files that are tested', () => {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  expect(blocks).toEqual(FILES.map((file) => readFileSync(join(FOLDER, file), 'utf8')));
});
