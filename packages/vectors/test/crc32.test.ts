import { expect, test } from 'vitest';
import { crc32 } from '../src/crc32.ts';

test('gives the check value of the standard, in one piece or two', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(0xcbf43926);
});
