import { describe, expect, test } from 'vitest';
import { StringLookup, TextVectorizer } from '../src/index.ts';

const VOCABULARY = ['a', 'b', 'c', 'd'];

// What Keras' documentation of StringLookup shows, as data.
describe('the examples of Keras’ documentation', () => {
  test('a vocabulary that is given', () => {
    const lookup = new StringLookup({ vocabulary: VOCABULARY });
    const { data, shape } = lookup.lookup([
      ['a', 'c', 'd'],
      ['d', 'z', 'b'],
    ]);
    expect([Array.from(data), shape]).toEqual([
      [1, 3, 4, 4, 0, 2],
      [2, 3],
    ]);
    expect(lookup.tokensOf([1, 3, 4, 4, 0, 2])).toEqual(['a', 'c', 'd', 'd', '[UNK]', 'b']);
  });

  test('several indices of unknown strings', () => {
    const lookup = new StringLookup({ vocabulary: VOCABULARY, numOovIndices: 2 });
    expect(Array.from(lookup.lookup(['a', 'c', 'd', 'm', 'z', 'b']).data)).toEqual([2, 4, 5, 0, 1, 3]);
  });

  test('idf weights, whose special tokens have the mean or a weight of their own', () => {
    const rows = [
      ['a', 'c', 'd', 'd'],
      ['d', 'z', 'b', 'z'],
    ];
    const lookup = new StringLookup({ outputMode: 'tfIdf' });
    lookup.setVocabulary(VOCABULARY, [0.25, 0.75, 0.6, 0.4]);
    const close = (expected: readonly number[]) => {
      for (const [i, value] of lookup.lookup(rows).data.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
    };
    close([0, 0.25, 0, 0.6, 0.8, 1, 0, 0.75, 0, 0.4]);
    lookup.setVocabulary(['[UNK]', ...VOCABULARY], [0.9, 0.25, 0.75, 0.6, 0.4]);
    close([0, 0.25, 0, 0.6, 0.8, 1.8, 0, 0.75, 0, 0.4]);
  });
});

test('one string a sample has a row of columns', () => {
  for (const outputMode of ['oneHot', 'multiHot', 'count'] as const) {
    const lookup = new StringLookup({ vocabulary: ['x', 'y'], outputMode });
    for (const strings of [
      ['y', 'q'],
      [['y'], ['q']],
    ]) {
      const { data, shape } = lookup.lookup(strings as string[]);
      expect([Array.from(data), shape]).toEqual([
        [0, 0, 1, 1, 0, 0],
        [2, 3],
      ]);
    }
  }
  const cube = { data: ['x', 'y', 'y', 'q'], shape: [1, 2, 2] };
  expect(new StringLookup({ vocabulary: ['x', 'y'], outputMode: 'count' }).lookup(cube)).toEqual({
    data: Float32Array.of(0, 1, 1, 1, 0, 1),
    shape: [1, 2, 3],
  });
});

test('any string may be a token, also names of object members', () => {
  const tokens = ['__proto__', 'constructor', 'toString', '\u0000', '\ud800', ''];
  const lookup = new StringLookup({ vocabulary: tokens });
  expect(Array.from(lookup.lookup([...tokens, 'hasOwnProperty']).data)).toEqual([1, 2, 3, 4, 5, 6, 0]);
  const copy = StringLookup.fromJSON(JSON.parse(JSON.stringify(lookup)));
  expect(copy.getVocabulary()).toEqual(['[UNK]', ...tokens]);
});

test('options that do not fit are refused by name', () => {
  const refused = (options: object, message: string) =>
    expect(() => new StringLookup(options as never)).toThrow(message);
  refused({ maxTokens: 1 }, 'StringLookup: maxTokens must be an integer from 2 on, got 1.');
  refused({ maxTokens: 2, maskToken: '' }, 'maxTokens');
  refused({ numOovIndices: -1 }, 'numOovIndices');
  refused({ padToMaxTokens: true, outputMode: 'count' }, 'padToMaxTokens');
  refused({ outputMode: 'binary' }, 'outputMode');
  refused({ invert: true }, 'invert');
  refused({ idfWeights: [1] }, 'idfWeights need a vocabulary');
  refused({ vocabulary: ['a'], idfWeights: [1] }, 'if and only if outputMode');
  refused({ vocabulary: ['a'], outputMode: 'tfIdf' }, 'if and only if outputMode');
  refused({ vocabulary: ['a'], outputMode: 'tfIdf', idfWeights: [1, 2] }, 'got 2 weights');
  refused({ vocabulary: ['a'], outputMode: 'tfIdf', idfWeights: [Number.NaN] }, 'weight 0');
  refused({ vocabulary: [] }, 'at least one token');
  refused({ vocabulary: ['a', 'a'] }, '"a" twice');
  refused({ vocabulary: ['a', 1] }, 'vocabulary');
  refused({ vocabulary: ['a', '', 'b'], maskToken: '' }, 'the mask token "" at 1');
  refused({ vocabulary: ['a', 'b'], maxTokens: 2 }, 'at most 1 (maxTokens), got 2 tokens');
});

test('strings that cannot be looked up are refused', () => {
  const lookup = new StringLookup({ vocabulary: ['a'], numOovIndices: 0 });
  expect(Array.from(lookup.lookup(['a']).data)).toEqual([0]);
  expect(() => lookup.lookup(['a', 'b'])).toThrow('"b" is not in the vocabulary, and numOovIndices is 0');
  expect(() => lookup.lookup('a' as never)).toThrow('Use [text] for one');
  expect(() => lookup.lookup([1] as never)).toThrow('expected a string, got 1');
  expect(() => lookup.lookup([['a'], ['a', 'a']])).toThrow(
    'rows must have one length, got 2 strings at 1 and 1 at 0',
  );
  expect(() => lookup.lookup({ data: ['a'], shape: [2] })).toThrow('got 1 for [2]');
  expect(() => new StringLookup().lookup(['a'])).toThrow(
    'there is no vocabulary. Call adapt or setVocabulary',
  );
  expect(() => lookup.adapt('a' as never)).toThrow(TypeError);
  expect(() => lookup.adapt([1] as never)).toThrow(TypeError);
});

test('adapt drops the vocabulary before, and takes a generator', () => {
  const lookup = new StringLookup({ vocabulary: ['z'] });
  lookup.adapt(
    (function* () {
      yield 'b';
      yield ['a', 'b'];
    })(),
  );
  expect(lookup.getVocabulary({ specialTokens: false })).toEqual(['b', 'a']);
});

test.each([
  [undefined, 'the data'],
  [{ className: 'TextVectorizer', config: {} }, 'className'],
  [{ className: 'StringLookup' }, 'config'],
  [{ vocabulary: 'abc' }, 'vocabulary'],
  [{ vocabulary: { length: 4e9 } }, 'vocabulary'],
  [{ vocabulary: ['a', 7] }, 'token 1'],
  [{ vocabulary: ['a', 'a'] }, 'twice'],
  [{ vocabulary: ['a'], idfWeights: 'x' }, 'idfWeights'],
  [{ outputMode: 'tfIdf', vocabulary: ['a'], idfWeights: [1, 'x'] }, 'weight 1'],
  [{ outputMode: 'tfIdf', vocabulary: ['a'], idfWeights: [1] }, 'got 1 weights'],
  [{ numOovIndices: 1e300 }, 'numOovIndices'],
  [{ maskToken: 3 }, 'maskToken'],
  [{ other: 1 }, 'other'],
] as const)('data of another form are refused: %j', (json, message) => {
  const good = new StringLookup({ vocabulary: ['a'] }).toJSON();
  const isPart = json !== undefined && !('className' in json);
  const data = isPart ? { ...good, config: { ...good.config, ...json } } : json;
  expect(() => StringLookup.fromJSON(data)).toThrow(message);
});

test('a TextVectorizer takes one text for each sample', () => {
  const vectorizer = new TextVectorizer({ outputSequenceLength: 2 });
  vectorizer.adapt(['a b']);
  expect(vectorizer.preprocess({ data: ['b', 'a'], shape: [2] }).shape).toEqual([2, 2]);
  expect(() => vectorizer.preprocess({ data: ['a', 'b'], shape: [1, 2] })).toThrow('got shape [1, 2]');
});
