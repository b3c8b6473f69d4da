import { expect, it } from 'vitest';
import { printable } from '../src/printable.ts';

it('replaces what steers a terminal and keeps letters, tabs and line ends', () => {
  expect(printable('a\u001b[31mred\u0007\u009b2J\u202exe\u0000')).toBe(
    'a\ufffd[31mred\ufffd\ufffd2J\ufffdxe\ufffd',
  );
  expect(printable('Küche\t日本 👩‍🍳\r\nنص')).toBe('Küche\t日本 👩‍🍳\r\nنص');
});
