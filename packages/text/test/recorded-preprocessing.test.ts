import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { farmHash64 } from '../src/farm-hash.ts';
import {
  type LookupMode,
  type OutputMode,
  StringLookup,
  type StringLookupOptions,
  TextVectorizer,
  type TextVectorizerOptions,
} from '../src/index.ts';
import { utf8Bytes } from '../src/utf8.ts';

interface Answer {
  readonly options: Readonly<Record<string, unknown>>;
  readonly vocabulary: readonly string[];
  readonly output: { readonly shape: readonly number[]; readonly data: readonly number[] };
  readonly inverse?: readonly string[];
}

/** What `tooling/oracles/preprocessing.py` recorded from Keras on TensorFlow. */
const recorded = readRecorded<{
  readonly texts: readonly string[];
  readonly queries: readonly string[];
  readonly text: readonly Answer[];
  readonly tokens: readonly (readonly string[])[];
  readonly queryTokens: readonly (readonly string[])[];
  readonly lookup: readonly Answer[];
  readonly hashed: {
    readonly buckets: number;
    readonly strings: readonly string[];
    readonly indices: readonly number[];
  };
}>('preprocessing');

const WORDS: Readonly<Record<string, string>> = {
  multi_hot: 'multiHot',
  one_hot: 'oneHot',
  tf_idf: 'tfIdf',
  strip_punctuation: 'stripPunctuation',
};

/** Keras' options by our names. */
function optionsOf(options: Answer['options']): object {
  const camelCase = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      camelCase(name),
      value === null ? 'none' : (WORDS[String(value)] ?? value),
    ]),
  );
}

const named = (answers: readonly Answer[]) =>
  answers.map((each) => [JSON.stringify(each.options), each] as const);

function expectOutput(
  got: { readonly data: ArrayLike<number>; readonly shape: readonly number[] },
  { output }: Answer,
): void {
  expect(got.shape).toEqual(output.shape);
  if (got.data instanceof Int32Array) expect(Array.from(got.data)).toEqual(output.data);
  else expect(relativeError(got.data, output.data)).toBeLessThanOrEqual(1e-6); // float32 logarithms
}

describe('TextVectorizer is Keras’ TextVectorization', () => {
  test.each(named(recorded.text))('%s', (_, answer) => {
    const vectorizer = new TextVectorizer<OutputMode>(optionsOf(answer.options) as TextVectorizerOptions);
    vectorizer.adapt(recorded.texts);
    expect(vectorizer.getVocabulary()).toEqual(answer.vocabulary);
    expectOutput(vectorizer.vectorize(recorded.queries), answer);
    const strings = { data: recorded.queries, shape: [recorded.queries.length, 1] };
    const numbers = vectorizer.preprocess(strings);
    expectOutput(numbers, answer);
    for (const [i, size] of vectorizer.outputShape([1]).entries()) {
      if (size !== null) expect(numbers.shape[i + 1]).toBe(size);
    }
    const copy = TextVectorizer.fromJSON(JSON.parse(JSON.stringify(vectorizer)));
    expectOutput(copy.vectorize(recorded.queries), answer);
  });
});

describe('StringLookup is Keras’ StringLookup', () => {
  test.each(named(recorded.lookup))('%s', (_, answer) => {
    const lookup = new StringLookup<LookupMode>(optionsOf(answer.options) as StringLookupOptions);
    lookup.adapt(recorded.tokens);
    expect(lookup.getVocabulary()).toEqual(answer.vocabulary);
    expect(lookup.vocabularySize).toBe(answer.vocabulary.length);
    const numbers = lookup.lookup(recorded.queryTokens);
    expectOutput(numbers, answer);
    expect([numbers.shape[0], ...lookup.outputShape([3])]).toEqual(answer.output.shape);
    const copy = StringLookup.fromJSON(JSON.parse(JSON.stringify(lookup)));
    expectOutput(copy.lookup(recorded.queryTokens), answer);
    if (answer.inverse) {
      const indices = answer.inverse.map((_, i) => i - 1);
      expect(lookup.tokensOf(indices)).toEqual(answer.inverse);
    }
  });

  test('puts unknown strings of every length into the same buckets', () => {
    const { buckets, strings, indices } = recorded.hashed;
    const lookup = new StringLookup({ vocabulary: ['-'], numOovIndices: buckets });
    expect(Array.from(lookup.lookup(strings).data)).toEqual(indices);
    expect(farmHash64(utf8Bytes(''))).toBe(0x9ae16a3b2f90404fn); // FarmHash's constant k2
  });
});
