import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { Tokenizer, textToWordSequence, tokenizerFromWordIndex } from '../src/index.ts';

interface Answer {
  readonly options: {
    readonly num_words: number;
    readonly index_from?: number;
    readonly start_char?: number | null;
    readonly oov_char?: number | null;
  };
  readonly sequences: readonly (readonly number[])[];
}

const { texts, wordIndex, answers } = readRecorded<{
  readonly texts: readonly string[];
  readonly wordIndex: string;
  readonly answers: readonly Answer[];
}>('word_index');

const marked = (text: string): string[] => ['<start>', ...textToWordSequence(text)];

describe('tokenizerFromWordIndex', () => {
  test.each(answers)('gives the ids of load_data with $options', ({ options, sequences }) => {
    const {
      num_words: numWords,
      index_from: indexFrom = 3,
      start_char: startChar = 1,
      oov_char: oovChar = 2,
    } = options;
    const tokenizer = tokenizerFromWordIndex(wordIndex, { numWords, indexFrom, startChar, oovChar });
    const given = startChar === null ? texts : texts.map(marked);
    expect(tokenizer.textsToSequences(given)).toEqual(sequences);
  });

  test('gives unknown words, also those that every object has, the id of oovChar', () => {
    const tokenizer = tokenizerFromWordIndex('{"__proto__": 1, "film": 2}');
    expect(tokenizer.textsToSequences(['A film, __proto__ toString', '<start> film'])).toEqual([
      [2, 5, 2, 2],
      [2, 5],
    ]);
    expect(tokenizer.textsToSequences([['__proto__']])).toEqual([[4]]);
    expect(tokenizer.sequencesToTexts([[1, 5, 2]])).toEqual(['<start> film <unk>']);
  });

  test('takes an index that is there already, and is saved with a model', () => {
    const tokenizer = tokenizerFromWordIndex(new Map([['film', 1]]), { numWords: 100 });
    const restored = Tokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(restored.textsToSequences([marked('film other')])).toEqual([[1, 4, 2]]);
  });

  test.each([
    ['[1]', 'must be an object of numbers'],
    ['{"a"', 'must be a JSON text'],
    ['{"a": 1.5}', 'the number of "a" must be a positive integer, got 1.5'],
    ['{"a": "1"}', 'the number of "a" must be a positive integer, got "1"'],
    ['{"a": 0}', 'must be a positive integer, got 0'],
    ['{"a": 1, "b": 1}', 'must differ, got 4'],
    ['null', 'must be an object of numbers, got null'],
  ])('refuses %s', (text, reason) => {
    expect(() => tokenizerFromWordIndex(text)).toThrow(reason);
  });

  test('refuses a word with the id of a mark', () => {
    expect(() => tokenizerFromWordIndex(wordIndex, { indexFrom: 0 })).toThrow(
      '"the" has id 1, that of a mark',
    );
    expect(() => tokenizerFromWordIndex(wordIndex, { indexFrom: 3.5 })).toThrow(RangeError);
  });
});
