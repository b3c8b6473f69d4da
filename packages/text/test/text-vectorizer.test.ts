import { describe, expect, test } from 'vitest';
import { type OutputMode, sparseToDense, TextVectorizer } from '../src/index.ts';

const TEXTS = ['foo bar', 'bar baz', 'baz bada boom'];

function adapted<Mode extends OutputMode>(options: ConstructorParameters<typeof TextVectorizer<Mode>>[0]) {
  const vectorizer = new TextVectorizer<Mode>(options);
  vectorizer.adapt(TEXTS);
  return vectorizer;
}

async function* later(texts: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const text of texts) yield await Promise.resolve(text);
}

describe('integers', () => {
  test("are those of the example in Keras' documentation", () => {
    const vectorizer = adapted({ maxTokens: 5000, outputMode: 'int', outputSequenceLength: 4 });
    const { data, shape } = vectorizer.vectorize(['foo qux bar', 'qux baz']);
    expect(shape).toEqual([2, 4]);
    expect(Array.from(data)).toEqual([4, 1, 3, 0, 1, 2, 0, 0]);
  });

  test('equal counts are in falling order of UTF-8 bytes', () => {
    const vectorizer = new TextVectorizer();
    vectorizer.adapt(['a c d', 'd z b', '😀 \uffee']);
    expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]', 'd', '😀', '\uffee', 'z', 'c', 'b', 'a']);
  });

  test('are as long as the longest text unless told, and longer texts lose their end', () => {
    expect(adapted({}).vectorize(['foo', 'foo bar baz']).shape).toEqual([2, 3]);
    expect(Array.from(adapted({ outputSequenceLength: 2 }).vectorize(['foo bar baz']).data)).toEqual([4, 3]);
  });

  test('unknown tokens keep index 1 when the vocabulary changes', () => {
    const vectorizer = new TextVectorizer();
    for (const vocabulary of [['a'], ['b', 'c']]) {
      vectorizer.setVocabulary(vocabulary);
      expect(Array.from(vectorizer.vectorize(['constructor']).data)).toEqual([1]);
    }
  });

  test('maxTokens counts the special tokens', () => {
    expect(adapted({ maxTokens: 4 }).getVocabulary()).toEqual(['', '[UNK]', 'baz', 'bar']);
    expect(adapted({ maxTokens: 4 }).vocabularySize).toBe(4);
  });
});

describe('standardizing and splitting', () => {
  test('lowers A to Z and drops punctuation without putting spaces', () => {
    expect(new TextVectorizer().tokens("The CAT'S-mat,\tÉ!\u00a0x")).toEqual(['the', 'catsmat', 'É\u00a0x']);
  });

  test('each choice does what its name says', () => {
    const tokens = (options: ConstructorParameters<typeof TextVectorizer>[0]) =>
      new TextVectorizer(options).tokens('A-b C');
    expect(tokens({ standardize: 'lower' })).toEqual(['a-b', 'c']);
    expect(tokens({ standardize: 'stripPunctuation' })).toEqual(['Ab', 'C']);
    expect(tokens({ standardize: 'none' })).toEqual(['A-b', 'C']);
    expect(tokens({ standardize: (text) => text.replace('-', ' ') })).toEqual(['A', 'b', 'C']);
    expect(tokens({ split: 'character' })).toEqual(['a', 'b', ' ', 'c']);
    expect(tokens({ split: 'none' })).toEqual(['ab c']);
    expect(tokens({ split: (text) => text.split('b') })).toEqual(['a', ' c']);
    expect(tokens({ ngrams: 2 })).toEqual(['ab', 'c', 'ab c']);
    expect(tokens({ ngrams: [2] })).toEqual(['ab c']);
    expect(new TextVectorizer({ split: { locale: 'ja' } }).tokens('映画は')).toEqual(['映画', 'は']);
  });
});

describe('bags', () => {
  // Vocabulary: [UNK], baz (2 of 3 texts), bar (2), foo, boom, bada (1 each).
  const text = ['bar bar qux foo'];

  test('multiHot, count and tfIdf follow their formulas, column 0 is unknown', () => {
    expect(Array.from(adapted({ outputMode: 'multiHot' }).vectorize(text).data)).toEqual([1, 0, 1, 1, 0, 0]);
    expect(Array.from(adapted({ outputMode: 'count' }).vectorize(text).data)).toEqual([1, 0, 2, 1, 0, 0]);
    const common = Math.log(1 + 3 / 3);
    const rare = Math.log(1 + 3 / 2);
    const unknown = (2 * common + 3 * rare) / 5;
    const { data } = adapted({ outputMode: 'tfIdf' }).vectorize(text);
    for (const [i, value] of [unknown, 0, 2 * common, rare, 0, 0].entries()) {
      expect(data[i]).toBeCloseTo(value, 6); // float32
    }
  });

  test('sparse rows hold the same cells as dense ones', () => {
    for (const outputMode of ['multiHot', 'count', 'tfIdf'] as const) {
      const vectorizer = adapted({ outputMode });
      const sparse = vectorizer.vectorizeSparse([...text, '', 'baz']);
      expect(Array.from(sparse.rowStarts)).toEqual([0, 3, 3, 4]);
      expect(Array.from(sparse.columns)).toEqual([0, 2, 3, 1]);
      expect(sparseToDense(sparse)).toEqual(vectorizer.vectorize([...text, '', 'baz']));
    }
  });

  test('a matrix that would not fit is refused dense and made sparse', () => {
    const vectorizer = new TextVectorizer({ outputMode: 'count', maxTokens: 2 ** 29, padToMaxTokens: true });
    vectorizer.adapt(TEXTS);
    expect(() => vectorizer.vectorize(TEXTS)).toThrow(
      /^TextVectorizer: .* takes .* GiB, at most 4 GiB are made. Use vectorizeSparse/,
    );
    const sparse = vectorizer.vectorizeSparse(TEXTS);
    expect(sparse.shape).toEqual([3, 2 ** 29]);
    expect(sparse.values).toHaveLength(7);
  });

  test('padToMaxTokens fixes the width', () => {
    expect(
      adapted({ outputMode: 'count', maxTokens: 9, padToMaxTokens: true }).vectorize(text).shape,
    ).toEqual([1, 9]);
    expect(adapted({ outputMode: 'count', maxTokens: 9 }).vectorize(text).shape).toEqual([1, 6]);
  });
});

describe('the vocabulary', () => {
  test('can be set with or without special tokens', () => {
    const vectorizer = new TextVectorizer();
    vectorizer.setVocabulary(['earth', 'wind', 'and', 'fire']);
    expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]', 'earth', 'wind', 'and', 'fire']);
    expect(vectorizer.getVocabulary({ specialTokens: false })).toEqual(['earth', 'wind', 'and', 'fire']);
    vectorizer.setVocabulary(['', '[UNK]', '__proto__']);
    expect(Array.from(vectorizer.vectorize(['x']).data)).toEqual([1]);
    expect(vectorizer.vocabularySize).toBe(3);
  });

  test('comes with weights for tfIdf, the unknown token getting their mean', () => {
    const vectorizer = new TextVectorizer({ outputMode: 'tfIdf' });
    vectorizer.setVocabulary(['a', 'b'], [1, 2]);
    expect(vectorizer.idfWeights).toEqual(Float32Array.of(1.5, 1, 2));
    vectorizer.setVocabulary(['[UNK]', 'a'], [9, 1]);
    expect(Array.from(vectorizer.vectorize(['a a z']).data)).toEqual([9, 2]);
  });

  test('that is wrong is refused', () => {
    const vectorizer = new TextVectorizer({ maxTokens: 4 });
    expect(() => vectorizer.setVocabulary([])).toThrow('at least one token');
    expect(() => vectorizer.setVocabulary(['a', 'a'])).toThrow('every token once, got "a" twice');
    expect(() => vectorizer.setVocabulary(['a', ''])).toThrow(
      "vocabulary must be without special tokens or begin with '', '[UNK]', got '' at 1.",
    );
    expect(() => vectorizer.setVocabulary(['a', '[UNK]'])).toThrow(RangeError);
    expect(() => vectorizer.setVocabulary(['a', '[UNK]'])).toThrow("got '[UNK]' at 1.");
    expect(() => vectorizer.setVocabulary(['', '[UNK]', '[UNK]'])).toThrow("got '[UNK]' at 2.");
    expect(() => vectorizer.setVocabulary(['a', 2 as unknown as string])).toThrow(
      new TypeError('TextVectorizer: token 1 of the vocabulary must be a string, got 2.'),
    );
    expect(() => vectorizer.setVocabulary('ab' as unknown as string[])).toThrow(
      new TypeError('TextVectorizer: vocabulary must be an array of strings, got "ab".'),
    );
    expect(vectorizer.getVocabulary()).toEqual(['', '[UNK]']); // what is refused changes nothing
    expect(() => vectorizer.setVocabulary(['a', 'b', 'c'])).toThrow('at most 2');
    expect(() => vectorizer.setVocabulary(['a'], [1])).toThrow('idfWeights');
    const tfIdf = new TextVectorizer({ outputMode: 'tfIdf' });
    expect(() => tfIdf.setVocabulary(['a'])).toThrow('idfWeights');
    expect(() => tfIdf.setVocabulary(['a'], [1, 2])).toThrow('one for each token');
    expect(() => tfIdf.setVocabulary(['a'], ['1'] as unknown as number[])).toThrow(
      new TypeError('TextVectorizer: weight 0 of idfWeights must be a finite number, got "1".'),
    );
    expect(() => tfIdf.setVocabulary(['a'], [Number.NaN])).toThrow(RangeError);
    expect(() => new TextVectorizer({ outputMode: 'count' }).vectorize(['a'])).toThrow('Call adapt');
  });

  test('is learned from streams just as well', async () => {
    const vectorizer = new TextVectorizer();
    await vectorizer.adaptAsync(later(TEXTS));
    expect(vectorizer.getVocabulary()).toEqual(adapted({}).getVocabulary());
    const shapes: (readonly number[])[] = [];
    for await (const { shape } of vectorizer.vectorizeAsync(later(TEXTS), 2)) shapes.push(shape);
    expect(shapes).toEqual([
      [2, 2],
      [1, 3],
    ]);
  });
});

describe('saving', () => {
  test('keeps everything but functions, which are asked for', () => {
    for (const outputMode of ['int', 'multiHot', 'count', 'tfIdf'] as const) {
      const vectorizer = adapted({ outputMode, ngrams: 2, split: { locale: 'en' }, standardize: 'lower' });
      const copy = TextVectorizer.fromJSON(JSON.parse(JSON.stringify(vectorizer)));
      expect(copy.options).toEqual(vectorizer.options);
      expect(copy.vectorize(['foo bar qux'])).toEqual(vectorizer.vectorize(['foo bar qux']));
    }
    const names = [TextVectorizer.className, adapted({}).className, adapted({}).toJSON().className];
    expect(names).toEqual(Array(3).fill('TextVectorizer'));
    const split = (text: string): string[] => text.split(' ');
    const json = adapted({ split, outputSequenceLength: 3, maxTokens: 5 }).toJSON();
    expect(() => TextVectorizer.fromJSON(json)).toThrow('split was a function');
    expect(TextVectorizer.fromJSON(json, { split }).vocabularySize).toBe(5);
    expect(TextVectorizer.fromJSON(new TextVectorizer().toJSON()).vocabularySize).toBe(2);
  });

  test('data that is no TextVectorizer is refused with the name of the field', () => {
    const { config } = adapted({}).toJSON();
    const fields = [
      'maxTokens',
      'standardize',
      'split',
      'ngrams',
      'outputMode',
      'outputSequenceLength',
      'padToMaxTokens',
    ];
    for (const field of [...fields, 'vocabulary', 'idfWeights']) {
      const broken = { className: 'TextVectorizer', config: { ...config, [field]: { wrong: 1 } } };
      expect(() => TextVectorizer.fromJSON(broken)).toThrow(field);
    }
    expect(() => TextVectorizer.fromJSON({ className: 'Tokenizer' })).toThrow('className');
    expect(() => TextVectorizer.fromJSON(null)).toThrow(TypeError);
  });
});

test('options that make no sense are refused', () => {
  expect(() => new TextVectorizer({ outputMode: 'binary' as 'count' })).toThrow(
    'int, multiHot, count, tfIdf',
  );
  expect(() => new TextVectorizer({ standardize: 'upper' as 'lower' })).toThrow('standardize');
  expect(() => new TextVectorizer({ split: 'words' as 'none' })).toThrow('split');
  expect(() => new TextVectorizer({ split: null as unknown as 'none' })).toThrow(
    'split must be one of whitespace,',
  );
  const misspelt = { maxTokens: 9, max_tokens: 9 };
  expect(() => new TextVectorizer(misspelt)).toThrow('TextVectorizer: has no setting "max_tokens".');
  const special = { specialTokens: true, special: false };
  expect(() => new TextVectorizer().getVocabulary(special)).toThrow('has no setting "special"');
  expect(() => new TextVectorizer({ maxTokens: 2 })).toThrow('an integer from 3 on');
  expect(() => new TextVectorizer({ outputMode: 'count', outputSequenceLength: 3 })).toThrow(
    "outputMode is 'int'",
  );
  expect(() => new TextVectorizer({ outputSequenceLength: 0 })).toThrow('positive integer');
  expect(() => new TextVectorizer({ padToMaxTokens: true })).toThrow('padToMaxTokens');
  expect(() => new TextVectorizer({ ngrams: 0 })).toThrow('got 0');
  expect(() => new TextVectorizer().adapt('one text')).toThrow('Use [text] for one');
  expect(() => new TextVectorizer().adapt([7 as unknown as string])).toThrow(
    'a text must be a string, got 7',
  );
  const split = () => 3 as unknown as string[];
  expect(() => new TextVectorizer({ split }).adapt(['a'])).toThrow(
    'TextVectorizer: split must return an array of strings, got 3.',
  );
  const standardize = () => undefined as unknown as string;
  expect(() => new TextVectorizer({ standardize }).adapt(['a'])).toThrow('standardize must return a string');
  expect(() => new TextVectorizer().vectorizeSparse(['a'])).toThrow('sparse');
});
