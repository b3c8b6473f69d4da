import { expect, test } from 'vitest';
import { streamHash } from '../src/stream-hash.ts';

const hex = (name: string) =>
  [...streamHash(name)]
    .reverse()
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');

test('gives the published FNV-1a values', () => {
  expect(hex('')).toBe('cbf29ce484222325');
  expect(hex('a')).toBe('af63dc4c8601ec8c');
  expect(hex('foobar')).toBe('85944171f73967e8');
});

test('keeps 100,000 names of the usual kind apart', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 100_000; i++) seen.add(hex(`layer_${i}/dropout`));
  expect(seen.size).toBe(100_000);
});
