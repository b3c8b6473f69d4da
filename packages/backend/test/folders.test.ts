import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What each folder may import from, as ARCHITECTURE.md §3 draws it. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  engine: ['contract'],
  portable: ['contract', 'engine'],
  attention: ['contract', 'engine', 'portable'],
  convolution: ['contract', 'engine'],
  sequence: ['contract', 'engine', 'portable'],
  selection: ['contract', 'engine', 'portable'],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes(sep));
const textOf = (file: string) => readFileSync(join(SRC, file), 'utf8');
const folderOf = (file: string) => file.split(sep)[0]!;

test('imports between folders point down', () => {
  const sources = files.filter((file) => file.endsWith('.ts'));
  expect(sources.length).toBeGreaterThan(50);
  const upward = sources.flatMap((file) => {
    const imported = [...textOf(file).matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
      relative(SRC, resolve(dirname(join(SRC, file)), path!)),
    );
    const allowed = [folderOf(file), ...BELOW[folderOf(file)]!, 'version.ts'];
    return imported
      .filter((target) => !allowed.includes(folderOf(target)))
      .map((target) => `${file} → ${target}`);
  });
  expect(upward).toEqual([]);
});

test('the contract is types only', () => {
  const values = files
    .filter((file) => folderOf(file) === 'contract')
    .filter((file) => /^(export (?!type|interface)|import (?!type))/m.test(textOf(file)));
  expect(values).toEqual([]);
});
