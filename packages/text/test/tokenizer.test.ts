import { describe, expect, test } from 'vitest';
import { type Text, Tokenizer, wordSegmenter } from '../src/index.ts';
import { fc, test as property } from './property.ts';

const SAMPLES = ['The cat sat on the mat.', 'The dog ate my homework.'];

/** A Tokenizer fitted on the book's two sentences (listing 6.3). */
function bookTokenizer(options = {}): Tokenizer {
  const tokenizer = new Tokenizer(options);
  tokenizer.fitOnTexts(SAMPLES);
  return tokenizer;
}

async function* later<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

describe('fitting', () => {
  test("gives the book's word index and sequences", () => {
    const tokenizer = bookTokenizer({ numWords: 1000 });
    const words = ['the', 'cat', 'sat', 'on', 'mat', 'dog', 'ate', 'my', 'homework'];
    expect(Array.from(tokenizer.wordIndex)).toEqual(words.map((word, i) => [word, i + 1]));
    expect(tokenizer.indexWord.get(9)).toBe('homework');
    expect(tokenizer.wordCounts.get('the')).toBe(3);
    expect(tokenizer.wordDocs.get('the')).toBe(2);
    expect(tokenizer.indexDocs.get(1)).toBe(2);
    expect(tokenizer.documentCount).toBe(2);
    expect(tokenizer.textsToSequences(SAMPLES)).toEqual([
      [1, 2, 3, 4, 1, 5],
      [1, 6, 7, 8, 9],
    ]);
  });

  test('counts words that are names of object members like any other', () => {
    const tokenizer = new Tokenizer({ lower: false, filters: '' });
    tokenizer.fitOnTexts(['constructor __proto__ \0 \ud800 hasOwnProperty', '__proto__ \0 __proto__']);
    expect(Array.from(tokenizer.wordCounts)).toEqual([
      ['constructor', 1],
      ['__proto__', 3],
      ['\0', 2],
      ['\ud800', 1],
      ['hasOwnProperty', 1],
    ]);
    expect(tokenizer.textsToSequences(['valueOf toString __proto__ \udc00'])).toEqual([[1]]);
    const copy = Tokenizer.fromKerasJSON(tokenizer.toKerasJSON());
    expect(Array.from(copy.wordCounts)).toEqual(Array.from(tokenizer.wordCounts));
  });

  test('takes a word of a million characters', () => {
    const tokenizer = new Tokenizer();
    tokenizer.fitOnTexts([`${'Ab'.repeat(500_000)} É`, 'É']);
    expect(Array.from(tokenizer.wordIndex)).toEqual([
      ['é', 1],
      ['ab'.repeat(500_000), 2],
    ]);
    expect(Tokenizer.fromKerasJSON(tokenizer.toKerasJSON()).textsToSequences(['ab'.repeat(500_000)])).toEqual(
      [[2]],
    );
  });

  test('adds to the counts and renumbers when fitted again, in every view', () => {
    const tokenizer = bookTokenizer();
    expect(tokenizer.sequencesToTexts([[2]])).toEqual(['cat']);
    tokenizer.fitOnTexts(['dog dog dog dog']);
    expect(tokenizer.wordIndex.get('dog')).toBe(1);
    expect(tokenizer.sequencesToTexts([[1, 2]])).toEqual(['dog the']);
    expect(tokenizer.documentCount).toBe(3);
  });

  test('takes arrays of tokens as texts, lowercased unless told otherwise', () => {
    const tokenizer = new Tokenizer();
    tokenizer.fitOnTexts([['New York', 'is'], 'is it']);
    expect(Array.from(tokenizer.wordIndex.keys())).toEqual(['is', 'new york', 'it']);
    expect(tokenizer.textsToSequences([['NEW YORK', '?', 'it']])).toEqual([[2, 3]]);
  });

  test('takes an analyzer instead of filters and split', () => {
    const tokenizer = new Tokenizer({ analyzer: wordSegmenter('ja') });
    tokenizer.fitOnTexts(['映画は素晴らしい。', '映画だ']);
    expect(tokenizer.wordIndex.get('映画')).toBe(1);
    expect(tokenizer.wordIndex.get('素晴らしい')).toBeDefined();
  });

  test('does not depend on how the texts arrive', async () => {
    const expected = bookTokenizer();
    const fromGenerator = new Tokenizer();
    fromGenerator.fitOnTexts(
      (function* () {
        yield* SAMPLES;
      })(),
    );
    const fromStream = new Tokenizer();
    await fromStream.fitOnTextsAsync(later(SAMPLES));
    const inTwoSteps = new Tokenizer();
    await inTwoSteps.fitOnTextsAsync(SAMPLES.slice(0, 1));
    inTwoSteps.fitOnTexts(SAMPLES.slice(1));
    for (const tokenizer of [fromGenerator, fromStream, inTwoSteps]) {
      expect(tokenizer.toJSON()).toEqual(expected.toJSON());
    }
    const sequences: number[][] = [];
    for await (const sequence of expected.textsToSequencesAsync(later(SAMPLES))) sequences.push(sequence);
    expect(sequences).toEqual(expected.textsToSequences(SAMPLES));
  });

  test('keeps the vocabulary of a long stream, not its texts', () => {
    const tokenizer = new Tokenizer();
    const filler = 'x'.repeat(1000);
    tokenizer.fitOnTexts(
      (function* (): Generator<Text> {
        for (let i = 0; i < 20_000; i++) yield `word${i % 10} ${filler}`; // 20 MB
      })(),
    );
    expect(tokenizer.documentCount).toBe(20_000);
    expect(tokenizer.wordIndex.size).toBe(11);
    expect(JSON.stringify(tokenizer).length).toBeLessThan(3000);
  });

  property.prop([fc.array(fc.string({ unit: 'binary' })), fc.nat()])(
    'splitting the texts over several calls changes nothing',
    (texts, cut) => {
      const atOnce = new Tokenizer();
      atOnce.fitOnTexts(texts);
      const inParts = new Tokenizer();
      inParts.fitOnTexts(texts.slice(0, cut));
      inParts.fitOnTexts(texts.slice(cut));
      expect(inParts.toJSON()).toEqual(atOnce.toJSON());
    },
  );
});

describe('sequences', () => {
  test('numWords keeps the most frequent words and oovToken stands for the rest', () => {
    expect(bookTokenizer({ numWords: 3 }).textsToSequences(SAMPLES)).toEqual([[1, 2, 1], [1]]);
    const oov = bookTokenizer({ numWords: 3, oovToken: '<UNK>' });
    expect(oov.textsToSequences(['the unicorn sat'])).toEqual([[2, 1, 1]]);
    expect(oov.sequencesToTexts([[2, 1, 7, 99]])).toEqual(['the <UNK> <UNK> <UNK>']);
  });

  property.prop([fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 })])(
    'texts survive the round trip through sequences word by word',
    (texts) => {
      const tokenizer = new Tokenizer({ filters: '' });
      tokenizer.fitOnTexts(texts);
      const sequences = tokenizer.textsToSequences(texts);
      expect(tokenizer.textsToSequences(tokenizer.sequencesToTexts(sequences))).toEqual(sequences);
      const size = tokenizer.wordIndex.size;
      expect(sequences.flat().every((index) => index >= 1 && index <= size)).toBe(true);
    },
  );

  test('textToTokens says where words stand and which index they have', () => {
    const text = 'The  CAT, the unicorn';
    const tokens = bookTokenizer({ numWords: 3 }).textToTokens(text);
    expect(tokens).toEqual([
      { token: 'the', start: 0, end: 3, index: 1 },
      { token: 'cat', start: 5, end: 8, index: 2 },
      { token: 'the', start: 10, end: 13, index: 1 },
      { token: 'unicorn', start: 14, end: 21 },
    ]);
    expect(bookTokenizer({ oovToken: '?' }).textToTokens('unicorn')[0]).toMatchObject({ index: 1 });
    expect(() => new Tokenizer({ analyzer: (text) => [text] }).textToTokens('a')).toThrow(/analyzer/);
  });
});

describe('matrices', () => {
  test('each mode follows its formula', () => {
    const tokenizer = bookTokenizer({ numWords: 3 });
    const row = (mode: 'binary' | 'count' | 'freq' | 'tfidf') =>
      Array.from(tokenizer.textsToMatrix([SAMPLES[0]!], mode).data);
    expect(row('binary')).toEqual([0, 1, 1]);
    expect(row('count')).toEqual([0, 2, 1]);
    expect(row('freq')).toEqual([0, 2 / 3, 1 / 3].map(Math.fround));
    // 'the' occurs twice here and in 2 of 2 documents, 'cat' once and in 1 of 2.
    const tfidf = [0, (1 + Math.log(2)) * Math.log(1 + 2 / 3), Math.log(2)];
    expect(row('tfidf')).toEqual(tfidf.map(Math.fround));
    expect(tokenizer.textsToMatrix(SAMPLES).shape).toEqual([2, 3]);
    expect(bookTokenizer().textsToMatrix(SAMPLES).shape).toEqual([2, 10]);
  });

  test('tfidf works from document counts of indices alone', () => {
    const tokenizer = new Tokenizer({ numWords: 3 });
    tokenizer.fitOnSequences([[1, 1, 2], [1]]);
    const { data } = tokenizer.sequencesToMatrix([[2]], 'tfidf');
    expect(Array.from(data)).toEqual([0, 0, Math.fround(Math.log(1 + 2 / 2))]);
  });

  test('what cannot be computed is refused', () => {
    expect(() => new Tokenizer().textsToMatrix(['a'])).toThrow(/Set numWords or call fitOnTexts/);
    expect(() => new Tokenizer({ numWords: 3 }).sequencesToMatrix([[1]], 'tfidf')).toThrow(/document counts/);
    expect(() => bookTokenizer().sequencesToMatrix([[-1]])).toThrow('sequence 0 holds -1');
    expect(() => bookTokenizer().textsToMatrix([], 'bm25' as 'count')).toThrow('binary, count, freq, tfidf');
  });
});

describe('bad input', () => {
  test('options out of range are refused', () => {
    expect(() => new Tokenizer({ numWords: 0 })).toThrow(
      'Tokenizer: numWords must be a positive integer, got 0',
    );
    const misspelt = { numWords: 2, num_words: 2 };
    expect(() => new Tokenizer(misspelt)).toThrow(
      'Tokenizer: has no setting "num_words". Its settings: filters,',
    );
    for (const use of ['fitOnSequences', 'sequencesToTexts', 'sequencesToMatrix'] as const) {
      const tokenizer = new Tokenizer({ numWords: 5 });
      tokenizer.fitOnTexts(['a b']);
      const call = (sequences: unknown) => () => tokenizer[use](sequences as number[][]);
      expect(call([[1], [1, '2']])).toThrow(
        new TypeError('Tokenizer: step 1 of sequence 1 must be a number, got "2".'),
      );
      expect(call([1, 2])).toThrow(
        'sequence 0 must be an array of numbers, got 1. Put a single sequence into a list.',
      );
      expect(call(7)).toThrow('sequences must be a list of sequences, got 7');
      expect(call([[1.5]])).toThrow(
        new RangeError('Tokenizer: sequence 0 holds 1.5, expected a word index.'),
      );
      expect(call([[Number.NaN]])).toThrow(RangeError);
    }
    expect(() => new Tokenizer({ oovToken: null as unknown as string })).toThrow(
      'Tokenizer: oovToken must not be null. Give it a value or leave it out.',
    );
    expect(() => new Tokenizer({ lower: 'yes' as unknown as boolean })).toThrow(
      'lower must be true or false',
    );
    expect(() => new Tokenizer({ filters: 5 as unknown as string })).toThrow(
      'filters must be a string, got 5',
    );
    expect(() => new Tokenizer({ analyzer: 'ja' as unknown as () => [] })).toThrow(
      'analyzer must be a function, got "ja"',
    );
    expect(() => new Tokenizer({ split: '' })).toThrow('split must not be empty');
    expect(() => new Tokenizer({ split: 'a\ud800' })).toThrow('lone surrogates');
  });

  test('what is no text is refused with its position, and one string is not many', () => {
    const tokenizer = new Tokenizer();
    expect(() => tokenizer.fitOnTexts('a text')).toThrow('Use [text] for one');
    expect(() => tokenizer.fitOnTexts(['a', 5 as unknown as string])).toThrow('text 1 must be a string');
    expect(() => tokenizer.textsToSequences([['a', null as unknown as string]])).toThrow('text 0 must be');
    expect(Array.from(tokenizer.wordCounts)).toEqual([['a', 1]]);
  });

  test('the position of what is no text counts from the first text of the call', () => {
    const tokenizer = new Tokenizer();
    tokenizer.fitOnTexts(new Array<string>(1000).fill('ok'));
    const bad = ['ok', undefined as unknown as string];
    expect(() => tokenizer.fitOnTexts(bad)).toThrow(
      'Tokenizer: text 1 must be a string or an array of strings, got undefined.',
    );
  });

  test('an analyzer must give words', () => {
    for (const [made, shown] of [
      [3, '3'],
      ['a b', '"a b"'],
      [[1], '[1]'],
    ]) {
      const tokenizer = new Tokenizer({ analyzer: () => made as unknown as string[] });
      expect(() => tokenizer.fitOnTexts(['a b'])).toThrow(
        `Tokenizer: analyzer must return an array of strings, got ${shown}.`,
      );
    }
  });

  test('an oovToken needs a vocabulary, if only an empty one', () => {
    const tokenizer = new Tokenizer({ oovToken: '?' });
    expect(() => tokenizer.textsToSequences(['a'])).toThrow('Call fitOnTexts first');
    tokenizer.fitOnTexts([]);
    expect(tokenizer.textsToSequences(['a b'])).toEqual([[1, 1]]);
  });
});

test('trimmed gives the same sequences and keeps no other words', () => {
  const full = new Tokenizer({ numWords: 3, oovToken: '?' });
  full.fitOnTexts(['b a a a', 'b c', 'd a']);
  const trimmed = full.trimmed();
  const texts = ['a b c d', 'e', ''];
  expect(trimmed.textsToSequences(texts)).toEqual(full.textsToSequences(texts));
  expect(trimmed.textsToMatrix(texts, 'tfidf')).toEqual(full.textsToMatrix(texts, 'tfidf'));
  expect([...trimmed.wordCounts]).toEqual([['a', 4]]); // index 1 is of the unknown word, numWords leaves out index 3
  expect(trimmed.documentCount).toBe(3);
  const copy = Tokenizer.fromJSON(JSON.parse(JSON.stringify(trimmed)));
  expect(copy.textsToSequences(texts)).toEqual(full.textsToSequences(texts));
  const all = new Tokenizer();
  all.fitOnTexts(['b a a a']);
  expect(all.trimmed().toJSON()).toEqual(all.toJSON());
});
