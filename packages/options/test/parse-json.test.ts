import { expect, test } from 'vitest';
import { parseJSON } from '../src/index.ts';

test('gives what JSON.parse gives', () => {
  const json = '{"a\\"[[[": [1, {"b": "\\\\"}, "]"], "c": [[]]}';
  expect(parseJSON(json, { deepest: 3 })).toEqual(JSON.parse(json));
  expect(parseJSON('"[[[["', { deepest: 1 })).toBe('[[[[');
});

test('counts brackets outside of strings', () => {
  expect(() => parseJSON('[{"a": [1]}]', { deepest: 2 })).toThrow('nested more than 2 deep');
  expect(parseJSON('[[1], [2], {"a": {}}]', { deepest: 3 })).toEqual([[1], [2], { a: {} }]);
});

test('an end in a string is left to the parser', () => {
  expect(() => parseJSON('["a\\')).toThrow(SyntaxError);
  expect(() => parseJSON('"')).toThrow(SyntaxError);
});

test('refuses long texts before it looks at them', () => {
  expect(() => parseJSON('[1, 2]', { longest: 5 })).toThrow('has 6 letters, expected at most 5');
});

test('8 million brackets end within a second of CPU time, in no memory of their own', () => {
  const bomb = '['.repeat(1 << 23);
  const [from, before] = [process.cpuUsage(), process.memoryUsage().rss];
  expect(() => parseJSON(bomb)).toThrow('nested more than 1000 deep');
  expect(() => parseJSON(`"${'\\"'.repeat(1 << 22)}`)).toThrow(SyntaxError); // quotes behind backslashes
  const { user, system } = process.cpuUsage(from);
  expect((user + system) / 1000).toBeLessThan(1000);
  expect(process.memoryUsage().rss - before).toBeLessThan(4 * bomb.length);
});
