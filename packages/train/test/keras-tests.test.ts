import { existsSync, readFileSync } from 'node:fs';
import { readRecorded } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const { tests } = readRecorded<{ tests: Readonly<Record<string, readonly string[]>> }>('keras_tests');
const page = readFileSync(new URL('tooling/oracles/keras-tests.md', root), 'utf8');

/** The rows of the table of a file: where its functions are tested, or why not, and their names. */
const rowsOf = (file: string): readonly (readonly [where: string, names: readonly string[]])[] => {
  const section = page.split(`## ${file}\n`)[1]!.split('\n## ')[0]!;
  const rows = [...section.matchAll(/^\| (.+) \| (test_.+) \|$/gm)];
  return rows.map(([, where, names]) => [where!, names!.split(', ')]);
};

test.each(Object.entries(tests))(
  'the page of Keras’ own tests has every function of %s once',
  (file, names) => {
    const listed = rowsOf(file).flatMap(([, each]) => each);
    expect(listed.toSorted()).toEqual(names.toSorted());
  },
);

test('names files that exist, and counts right', () => {
  const rows = Object.keys(tests).flatMap(rowsOf);
  const applied = rows.filter(([where]) => where.startsWith('`'));
  for (const [where] of applied) expect(existsSync(new URL(where.slice(1, -1), root)), where).toBe(true);
  const count = (some: typeof rows) => some.reduce((sum, [, names]) => sum + names.length, 0);
  expect(page).toContain(`Of ${count(rows)} functions ${count(applied)} apply, and pass.`);
});
