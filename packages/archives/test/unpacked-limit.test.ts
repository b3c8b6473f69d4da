import { expect, it } from 'vitest';
import { unpackedLimit } from '../src/unpacked-limit.ts';

it('allows small files 32 MiB and others 200 times their size', () => {
  expect(unpackedLimit(10)).toBe(33_554_432);
  expect(unpackedLimit(1_000_000)).toBe(200_000_000);
});
