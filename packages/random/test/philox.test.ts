import { expect, test } from 'vitest';
import { philoxBlocks } from '../src/philox.ts';

// The known answers for philox4x32-10 that Random123 ships in its file kat_vectors.
test.each([
  ['zeros', [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    'ones',
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    'digits of pi',
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)('gives the published answer of Random123 for %s', (_name, counter, key, expected) => {
  const out = new Uint32Array(4);
  const [block, c1, c2, c3] = counter;
  philoxBlocks(out, 0, 1, block, [c1, c2, c3], key);
  expect([...out]).toEqual(expected);
});

test('gives consecutive blocks the counters that follow each other', () => {
  const together = new Uint32Array(13);
  philoxBlocks(together, 1, 3, 7, [1, 2, 3], [4, 5]);
  const apart = new Uint32Array(13);
  for (let i = 0; i < 3; i++) philoxBlocks(apart, 1 + 4 * i, 1, 7 + i, [1, 2, 3], [4, 5]);
  expect(together).toEqual(apart);
  expect(together[0]).toBe(0);
});
