import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors } from '@seqloom/backend';
import { afterAll, describe, expect, test } from 'vitest';
import { writingTask } from '../../src/index.ts';
import { runCommand, writingCommand } from '../../src/node/index.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';
import { escapeText } from '../../src/report/html-page.ts';
import { textTokens, tokensText } from '../../src/writing/text-tokens.ts';
import { divideText } from '../../src/writing/writing-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqloom-writing-'));
afterAll(() => rmSync(folder, { recursive: true }));

const command = writingCommand({
  task: writingTask({ name: 'writing', holds: 'a model that writes', named: [] }),
  description: 'How does a text go on?',
  version: '1.0.0',
  data: { hint: 'PATH', help: 'A text' },
  named: [],
});

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCommand(command, argv, terminal);
  return { code, ...terminal.written };
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Sentences that a trigram of characters cannot follow: the end of each depends on its beginning. */
const SENTENCES = ['the cat chases the mouse. ', 'the dog chases the ball. ', 'a bird builds a nest. '];
const text = Array.from({ length: 300 }, (_, i) => SENTENCES[(i * i + (i >> 2)) % 3]).join('');

test('tokens are characters, or words in small letters, and make the text again', () => {
  const said = 'Call me Ishmael.\nWell-known "whales," he\'d say; 3 of them!';
  expect(tokensText(textTokens(said, 'characters'), 'characters')).toBe(said);
  const words = textTokens(said, 'words');
  expect(words.slice(0, 7)).toEqual(['call', 'me', 'ishmael', '.', '\n', 'well-known', '"']);
  expect(words).toContain("he'd");
  expect(tokensText(['call', 'me', ',', 'ok', '?', '\n', 'so', '.'], 'words')).toBe('call me, ok?\nso.');
});

test('a text is divided in its order, between words', () => {
  const { train, validation, test: held } = divideText('text', text);
  expect(train + validation + held).toBe(text);
  expect([train.length, validation.length].map((length) => Math.round((20 * length) / text.length))).toEqual([
    18, 1,
  ]);
  expect(validation.startsWith(' ') && held.startsWith(' ')).toBe(true);
  expect(() => divideText('text', '1 2 3')).toThrow('has no letter. Give a text.');
});

describe('a task of writing', () => {
  test('learns characters better than trigrams do, and writes on from the file', async () => {
    const before = liveTensors();
    const out = join(folder, 'out');
    const data = fileOf('text.txt', text);
    const trained = await run(
      ...`train --model characters --data ${data} --context 40 --units 40 --embedding-size 12 --dropout 0 --epochs 14 --batch 8 --learning-rate 0.01 --threads 1 --json --out ${out}`.split(
        ' ',
      ),
    );
    expect([trained.code, trained.err]).toEqual([0, '']);
    const result = JSON.parse(trained.out.trimEnd().split('\n').at(-1)!);
    expect(result.vocabulary).toBe(new Set(text).size);
    expect(result.testPerplexity).toBeLessThan(0.85 * result.baselinePerplexity);
    expect(result.written.map(({ temperature }: { temperature: number }) => temperature)).toEqual([
      0.5, 0.8, 1.2,
    ]);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    for (const { beginning, text } of result.written)
      expect(page).toContain(`<td>${escapeText(`${beginning}|${text}`)}</td>`);

    const file = join(out, 'model.safetensors');
    const write = (...more: string[]) =>
      run('write', '--model-file', file, '--threads', '1', '--length', '60', ...more, 'the cat');
    const { out: first } = await write('--seed', '3', '--top-p', '0.9');
    expect(first).toMatch(/^the cat/);
    expect(first.length).toBe('the cat'.length + 60 + 1);
    expect((await write('--seed', '3', '--top-p', '0.9')).out).toBe(first);
    const [likely, other] = [await write('--top-k', '1'), await write('--top-k', '1', '--seed', '5')];
    expect(other.out).toBe(likely.out); // nothing is left to draw

    const unknown = await run('write', '--model-file', file, '--threads', '1', 'ÄÖ');
    expect(unknown.out).toBe('');
    expect(unknown.err).toMatch(/^The model knows none of the characters of "ÄÖ"\. Begin with others/);
    const none = await run('write', '--model-file', file);
    expect(none.err).toMatch(/^write: there is no beginning\. Give one/);
    const evaluated = await run('evaluate', '--model-file', file, '--data', data, '--threads', '1', '--json');
    expect(JSON.parse(evaluated.out).testPerplexity).toBe(result.testPerplexity);
    expect(liveTensors()).toBe(before);
  }, 60_000);

  test('learns words', async () => {
    const data = fileOf('words.txt', text);
    const { out } = await run(
      ...`train --model words --data ${data} --context 12 --units 24 --embedding-size 12 --epochs 8 --batch 8 --learning-rate 0.02 --dropout 0 --threads 1 --json`.split(
        ' ',
      ),
    );
    const { testPerplexity, baselinePerplexity, unit } = JSON.parse(out.trimEnd().split('\n').at(-1)!);
    expect(unit).toBe('words');
    expect(testPerplexity).toBeLessThan(baselinePerplexity);
  }, 60_000);

  test('shows no samples where the model knows nothing of the held-out text but blanks', async () => {
    const data = fileOf('blanks.txt', 'a b c d e f g h '.repeat(200));
    const { code, err, out } = await run(
      ...`train --model characters --vocabulary 5 --data ${data} --context 20 --units 4 --epochs 1 --threads 1 --json`.split(
        ' ',
      ),
    );
    expect([code, err]).toEqual([0, '']);
    const { vocabulary, written } = JSON.parse(out.trimEnd().split('\n').at(-1)!);
    expect([vocabulary, written]).toEqual([1, []]);
  });

  test('refuses a text that is shorter than the context', async () => {
    const data = fileOf('short.txt', 'a few words only, and no more of them');
    const { code, err } = await run('train', '--model', 'characters', '--data', data);
    expect(code).toBe(1);
    expect(err).toMatch(
      /its shortest part has \d+ characters, expected more than the context of 100\. Give a longer/,
    );
  });
});
