import { describe, expect } from 'vitest';
import { TextVectorizer, type TextVectorizerOptions } from '../src/index.ts';
import { fc, test as property } from './property.ts';

/** White space, punctuation, upper case and what ASCII's rules leave alone, so that they meet often. */
const text = fc
  .array(
    fc.constantFrom(...'aAbZ01', ...' \t\n\v\f\r\u00a0\u2003', ...'.-_\'"~', ...'ÉéſKſ\u0000\ud83d\ude00'),
    { maxLength: 40 },
  )
  .map((units) => units.join(''));

const options = fc.record({
  standardize: fc.constantFrom<NonNullable<TextVectorizerOptions['standardize']>>(
    'lowerAndStripPunctuation',
    'lower',
    'stripPunctuation',
    'none',
    (given) => given.replaceAll('a', ' '),
  ),
  split: fc.constantFrom<NonNullable<TextVectorizerOptions['split']>>(
    'whitespace',
    'whitespace',
    'character',
    'none',
    (given) => given.split('b'),
  ),
  ngrams: fc.constantFrom(1, 3, [2], [3, 1]),
});

describe('reading texts without a string per token', () => {
  property.prop([fc.array(text, { maxLength: 8 }), text, options])(
    'counts and looks up the tokens that tokens() lists',
    (texts, other, chosen) => {
      const vectorizer = new TextVectorizer(chosen);
      vectorizer.adapt(texts);
      const counts = new Map<string, number>();
      for (const token of texts.flatMap((each) => vectorizer.tokens(each))) {
        if (token !== '') counts.set(token, (counts.get(token) ?? 0) + 1);
      }
      const vocabulary = vectorizer.getVocabulary({ specialTokens: false });
      expect(new Set(vocabulary)).toEqual(new Set(counts.keys()));
      const ranks = vocabulary.map((token) => counts.get(token)!);
      expect(ranks).toEqual([...ranks].sort((a, b) => b - a));

      const expected = vectorizer
        .tokens(other)
        .map((token) => (token === '' ? 0 : Math.max(vocabulary.indexOf(token) + 2, 1)));
      expect(Array.from(vectorizer.vectorize([other]).data)).toEqual(expected.length > 0 ? expected : [0]);
    },
  );
});
