import { expect, it } from 'vitest';
import { readLines } from '../src/node/terminal/read-lines.ts';

async function linesOf(pieces: readonly (string | Uint8Array)[]): Promise<string[]> {
  const input = (async function* () {
    yield* pieces;
  })();
  const lines: string[] = [];
  const tooLong = (problem: string) => new RangeError(`x.txt ${problem}`);
  for await (const some of readLines(input, new AbortController().signal, tooLong)) lines.push(...some);
  return lines;
}

it('cuts lines wherever the pieces end', async () => {
  const text = 'a\r\nbc\n\nd é\r\n';
  const lines = ['a', 'bc', '', 'd é'];
  expect(await linesOf([text])).toEqual(lines);
  expect(await linesOf([...text])).toEqual(lines);
  expect(await linesOf(Array.from(new TextEncoder().encode(text), (byte) => Uint8Array.of(byte)))).toEqual(
    lines,
  );
  expect(await linesOf(['a', 'b\nc'])).toEqual(['ab', 'c']);
  expect(await linesOf([])).toEqual([]);
});

it('takes a long line in time that grows with its length, and refuses one without an end', async () => {
  const begin = performance.now();
  const pieces = new Array<string>(15_000).fill('x'.repeat(1024));
  expect((await linesOf([...pieces, '\n']))[0]).toHaveLength(15_000 * 1024);
  // 0.1 s here; quadratic time would be minutes.
  expect(performance.now() - begin).toBeLessThan(5000);
  await expect(linesOf([...pieces, ...pieces])).rejects.toThrow(
    'x.txt has a line of more than 16777216 characters. Write each text in a line of its own.',
  );
});
