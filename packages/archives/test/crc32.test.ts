import { crc32 as zlibCrc32 } from 'node:zlib';
import { createRandom } from '@seqloom/random';
import { expect, test } from 'vitest';
import { crc32, crc32c } from '../src/crc32.ts';

test('the check value of the CRC catalogue', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

test('gives the check value of the standard, in one piece or two', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(0xcbf43926);
});

test('equals that of zlib for every length up to 64, and for many bytes', () => {
  const random = createRandom(1, 'crc');
  for (const length of [...Array(65).keys(), 100_003]) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(256 * random.uniform()));
    expect(crc32(bytes)).toBe(zlibCrc32(bytes));
  }
});

test('CRC-32C gives the values of RFC 3720, in one piece or two', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32c(digits)).toBe(0xe3069283);
  expect(crc32c(digits.subarray(5), crc32c(digits.subarray(0, 5)))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
});
