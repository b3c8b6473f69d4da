import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { findRecipe, trainTask } from '@seqloom/tasks';
import { describe, expect, test } from 'vitest';
import { beginningOf } from '../../src/pages/writing/beginning.ts';
import { openText } from '../../src/pages/writing/open-text.ts';
import { readTextFile, textProblem } from '../../src/pages/writing/own-text.ts';
import { knownWords, vocabularyOf } from '../../src/pages/writing/vocabulary.ts';
import { WritingAnswers } from '../../src/pages/writing/writing-answers.ts';
import { writingCode } from '../../src/pages/writing/writing-code.ts';
import {
  WRITING_RECIPE,
  WRITTEN,
  type WritingSettings,
  writingChoices,
} from '../../src/pages/writing/writing-settings.ts';
import { pageWritingTask } from '../../src/pages/writing/writing-task.ts';
import { runCopiedCode } from './copied-code.ts';

registerBackend(wasmBackend());
const backend = await selectBackend({ threads: 1 });

const SENTENCES = ['the cat chases the mouse.\n', 'the dog chases the ball.\n', 'a bird builds a nest.\n'];
const text = Array.from({ length: 120 }, (_, i) => SENTENCES[(i * i + (i >> 2)) % 3]).join('');

describe('words of a sample', () => {
  const vocabulary = vocabularyOf("The captain's whale-boat, CAFÉ; 42 men.");

  test('are letters with what holds them together', () => {
    expect([...vocabulary]).toEqual(['the', "captain's", 'whale-boat', 'café', 'men']);
  });

  test('count when they are whole', () => {
    expect(knownWords({ beginning: 'A ', text: 'The men, the zzz and th' }, vocabulary)).toEqual({
      words: 5,
      known: 3,
    });
    // "cap" goes on from the beginning, "me" may be cut
    expect(knownWords({ beginning: 'the cap', text: "tain's men me" }, vocabulary)).toEqual({
      words: 1,
      known: 1,
    });
    expect(knownWords({ beginning: 'x ', text: '1 2 3' }, vocabulary)).toEqual({ words: 0, known: 0 });
  });
});

test('samples begin with the first words of a paragraph in the middle', () => {
  expect(beginningOf(`${'one two '.repeat(12)}\nthree four five six seven eight nine ten eleven\nx`)).toBe(
    'three four five six seven eight',
  );
  expect(beginningOf('a single line')).toBe('a single line');
  expect(beginningOf('x'.repeat(100))).toBe('x'.repeat(32));
});

describe('a text', () => {
  test.each([
    ['', 'There is no text'],
    ['1 2 3', 'The text has no letter'],
    ['abc\0def', 'characters of a binary file'],
    ['abc def', 'The text has 7 characters, 100 of context take 2400 or more'],
  ])('%j is refused with what to do', (content, message) => {
    expect(textProblem(content, 100)).toContain(message);
  });

  test('long enough for the context can be learned', async () => {
    const long = text.slice(0, 20 * (60 + 20));
    expect(textProblem(long, 60)).toBeUndefined();
    const source = await openText({ from: 'own', name: 'own.txt', text: long });
    const run = await pageWritingTask.prepare(source, {
      recipe: findRecipe(pageWritingTask, WRITING_RECIPE),
      choices: { context: 60 },
      seed: 1,
      backend,
    });
    expect(run.training).toBeDefined();
  });

  test('is read from a file, which may not be binary, empty or too large', async () => {
    expect(await readTextFile(new File(['Zoë'], 'a.txt'))).toBe('Zoë');
    expect(await readTextFile(new File([Uint8Array.of(0x5a, 0x6f, 0xeb)], 'a.txt'))).toBe('Zoë');
    await expect(readTextFile(new File([], 'a.txt'))).rejects.toThrow('a.txt is empty');
    await expect(readTextFile(new File([Uint8Array.of(80, 0, 1)], 'a.bin'))).rejects.toThrow(
      'a.bin is not a text file',
    );
    const large = { name: 'b.txt', size: 2 ** 26 } as File;
    await expect(readTextFile(large)).rejects.toThrow('b.txt has 64 MB');
  });
});

test('a network writes words of its text, and the copied code writes the same in Node', async () => {
  const settings: WritingSettings = {
    data: 'own',
    units: 32,
    context: 64,
    batch: 4,
    epochs: 12,
    seed: 3,
    temperature: 0.5,
    beginning: 'the ',
  };
  const source = await openText({ from: 'own', name: 'own.txt', text });
  const { model, result } = await trainTask(pageWritingTask, {
    backend,
    source,
    recipe: findRecipe(pageWritingTask, WRITING_RECIPE),
    choices: writingChoices(settings),
    seed: settings.seed,
  });
  const answers = new WritingAnswers(source);
  const sample = await answers.write(model, {
    beginning: 'the ',
    length: WRITTEN,
    temperature: 0.5,
    seed: 3,
  });
  expect(sample.text).toHaveLength(WRITTEN);
  expect(sample.known / sample.words).toBeGreaterThan(0.8); // an untrained network reaches next to nothing
  const own = await answers.write(model, { beginning: '', length: 5, temperature: 0.5, seed: 3 });
  expect(text).toContain(own.beginning);
  await expect(answers.write(model, { beginning: '#', length: 5, temperature: 1, seed: 1 })).rejects.toThrow(
    'knows none',
  );

  const printed = await runCopiedCode(writingCode(settings, 'own.txt', 'the '), { 'own.txt': text });
  expect(printed).toEqual([
    [`perplexity ${result.testPerplexity}, trigrams ${result.baselinePerplexity}`],
    [`the ${sample.text}`],
  ]);
  model.model.dispose();
});

test('texts of users are texts in the copied code', () => {
  const hostile = ['`$', "{process.exit(1)}` '); ('\n"].join('');
  const code = writingCode(
    { data: 'own', units: 8, context: 8, batch: 1, epochs: 1, seed: 1, temperature: 1, beginning: '' },
    hostile,
    hostile,
  );
  expect(code).toContain(`const beginning = '\`\${process.exit(1)}\` \\'); (\\'\\n';`);
});
