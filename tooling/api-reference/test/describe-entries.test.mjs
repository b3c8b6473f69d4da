import { join } from 'node:path';
import { Application, TSConfigReader } from 'typedoc';
import { beforeAll, expect, test } from 'vitest';
import { describeEntries } from '../describe-entries.mjs';
import { TYPEDOC_OPTIONS } from '../typedoc-options.mjs';

const folder = join(import.meta.dirname, 'fixture');
let entries;

beforeAll(async () => {
  const files = ['base.ts', 'index.ts'].map((name) => join(folder, name));
  const app = await Application.bootstrap(
    { ...TYPEDOC_OPTIONS, entryPoints: files, tsconfig: join(folder, 'tsconfig.json'), basePath: folder },
    [new TSConfigReader()],
  );
  const project = await app.convert();
  const [base, index] = files.map((file, i) => ({ name: ['base', 'index'][i], folder: 'f', file }));
  entries = describeEntries(project, [base, index], folder);
});

const member = (name) => entries.flatMap(({ members }) => members).find((each) => each.name === name);

test('a name belongs to the first entry that exports it; the others pass it on', () => {
  expect(entries.map(({ members }) => members.map(({ name }) => name))).toEqual([
    ['Options', 'Base'],
    ['double', 'Derived'],
  ]);
  expect(entries[1].passedOn).toEqual([
    { name: 'Base', from: 'base' },
    { name: 'Options', from: 'base' },
  ]);
});

test('a function has its signature, its parameters and its comment as Markdown', () => {
  const { signatures, parameters, doc, source } = member('double');
  expect(signatures).toEqual(['double(x: number, options?: { times?: number }): number']);
  expect(parameters).toEqual([{ name: 'x', doc: 'the number' }]);
  expect(source).toBe('index.ts#L13');
  expect(doc).toContain('Doubles a number; see [`Base`](api:Base).');
  expect(doc).toContain('**Throws**: RangeError when it is not finite');
  expect(doc).toContain('```ts\ndouble(2); // 4\n```');
});

test('a class has what it declares itself, without private members', () => {
  expect(member('Derived').extends).toBe('Base');
  expect(member('Derived').fields.map(({ name, type }) => [name, type])).toEqual([
    ['static className', 'string'],
    ['own', '(value: T): number'],
  ]);
  expect(member('Options').fields).toEqual([
    { name: 'size', type: 'number', optional: true, call: false, doc: 'Default 1.' },
  ]);
});
