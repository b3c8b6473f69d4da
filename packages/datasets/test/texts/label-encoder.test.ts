import { expect, test } from 'vitest';
import { LabelEncoder } from '../../src/index.ts';

test('orders words by code points, numbers by number', () => {
  expect(new LabelEncoder(['spam', 'ham', 'Ham', 'spam']).classes).toEqual(['Ham', 'ham', 'spam']);
  expect(new LabelEncoder([10, 2, '2', 1]).classes).toEqual(['1', '2', '10']);
  expect(new LabelEncoder([true, false]).classes).toEqual(['false', 'true']);
});

test('keeps the order of the first labels where it is asked to', () => {
  expect(new LabelEncoder(['b', 'a', 'b'], { sort: false }).classes).toEqual(['b', 'a']);
});

test('encodes and decodes', () => {
  const encoder = new LabelEncoder(['spam', 'ham']);
  expect(encoder.encode(['spam', 'ham', 'spam'])).toEqual(Int32Array.of(1, 0, 1));
  expect(encoder.decode([1, 0])).toEqual(['spam', 'ham']);
  expect(new LabelEncoder(['1.0', '2.0']).encode([2, '1'])).toEqual(Int32Array.of(1, 0));
});

test('refuses what is not a label, and what it has not seen', () => {
  expect(() => new LabelEncoder([null as never])).toThrow(
    'LabelEncoder: labels[0] must be a text, a number or a boolean, got null.',
  );
  expect(() => new LabelEncoder(['a', ''])).toThrow('LabelEncoder: labels[1] is "". Leave it out');
  expect(() => new LabelEncoder(['a', 'b']).encode(['c'])).toThrow(
    'LabelEncoder: labels[0] is "c", expected one of "a", "b".',
  );
  expect(() => new LabelEncoder(['a', 'b']).decode([2])).toThrow(
    'LabelEncoder: numbers[0] must be an integer from 0 to 1, got 2.',
  );
});
