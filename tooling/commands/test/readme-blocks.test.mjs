import { expect, test } from 'vitest';
import { placeProblems, readmeBlocks } from '../readme-blocks.mjs';

test('finds the TypeScript of a README and where it begins', () => {
  const text = '# a\n\n```sh\nnpm i\n```\n\n```ts\nconst a = 1;\n\na;\n```\n```ts\r\nb;\n```\n';
  expect(readmeBlocks(text)).toEqual([
    { line: 7, code: 'const a = 1;\n\na;\n' },
    { line: 12, code: 'b;\n' },
  ]);
});

test('joins blocks that go on with the program before, each at its line', () => {
  const text = '```ts\nconst a = 1;\n```\n\nThen:\n\n```ts continued\na;\n```\n```ts\nb;\n```\n';
  expect(readmeBlocks(text)).toEqual([
    { line: 1, code: 'const a = 1;\n\n\n\n\n\na;\n' },
    { line: 10, code: 'b;\n' },
  ]);
  expect(text.split('\n')[7]).toBe('a;'); // line 8 of the page is line 7 of the code, which begins after line 1
  expect(() => readmeBlocks('\n```ts continued\na;\n```\n')).toThrow('line 2');
});

test('puts complaints where the README has the code, but for files that only the reader has', () => {
  const origins = new Map([['a-README-md-0.ts', { readme: 'a/README.md', line: 7 }]]);
  const output = [
    "a-README-md-0.ts(3,5): error TS2304: Cannot find name 'x'.",
    "a-README-md-0.ts(1,9): error TS2307: Cannot find module './mine.ts' or its corresponding type declarations.",
    "a-README-md-0.ts(2,9): error TS2307: Cannot find module 'theirs' or its corresponding type declarations.",
    '',
  ].join('\n');
  expect(placeProblems(output, origins)).toBe(
    [
      "a/README.md(10,5): error TS2304: Cannot find name 'x'.",
      "a/README.md(9,9): error TS2307: Cannot find module 'theirs' or its corresponding type declarations.",
    ].join('\n'),
  );
});
