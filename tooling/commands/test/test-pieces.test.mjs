import { expect, test } from 'vitest';
import { count, pieces, takenAway } from '../test-pieces.mjs';

const old = `import { a } from './a.ts';
test('one', () => {
  expect(a(1)).toBe(2);
  expect(() => a(0)).toThrow('a: expected 1, got 0.');
});`;
const gone = (before, after) => takenAway(pieces(before), count(pieces(after)));

test('imports, comments, words of messages, line breaks and new tests do not count', () => {
  const now = `import { a } from './deeper/a.ts';
import { b } from './b.ts';
test('one', () => {
  // why
  expect(a(1)).toBe(2);
  expect(b).toBe(3);
  expect(() => a(0)).toThrow(
    'a must be 1, got 0.',
  );
});`;
  expect(gone(old, now)).toEqual([]);
});

test('a changed number and a missing line count, each as often as it is gone', () => {
  expect(gone(old, old.replace('toBe(2)', 'toBe(3)'))).toEqual(['expect(a(1)).toBe(2)']);
  expect(gone(`${old}\nf();\nf();`, `${old}\nf();`)).toEqual(['f()']);
});
