import { expect, test, vi } from 'vitest';
import * as philox from '../src/philox.ts';
import { WordStream } from '../src/word-stream.ts';

test('refuses to start over after 2^32 blocks', () => {
  const stream = new WordStream(1, 'long', 0);
  // Counting the blocks without computing them: 2^34 words would take minutes.
  const skipped = vi.spyOn(philox, 'philoxBlocks').mockImplementation(() => {});
  stream.fill(new Uint32Array(4), 2 ** 34);
  expect(() => stream.next()).toThrow('all 2^34 words of this stream and step are used');
  skipped.mockRestore();
});
