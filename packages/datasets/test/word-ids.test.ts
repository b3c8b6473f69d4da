import { describe, expect, it } from 'vitest';
import { buildWordIndex, decodeReview, encodeReviews } from '../src/word-ids.ts';

const tokenize = (text: string): string[] => text.split(' ');
const texts = ['the cat sat', 'the the dog constructor', 'dog sat the'];
const wordIndex = buildWordIndex(texts, tokenize);
const reviews = { texts, labels: Uint8Array.of(0, 1, 0) };

/** Sequences in the order of the texts, regardless of the shuffle: by their own content. */
const encode = (options: Parameters<typeof encodeReviews>[2]) =>
  encodeReviews(reviews, { tokenize, wordIndex }, options)
    .sequences.map((ids) => [...ids])
    .toSorted((a, b) => a.length - b.length || a.join().localeCompare(b.join()));

describe('buildWordIndex', () => {
  it('numbers words by frequency, ties by first appearance', () => {
    // the 4; sat 2, dog 2 (sat is seen first); cat 1, constructor 1
    expect([...wordIndex]).toEqual([
      ['the', 1],
      ['sat', 2],
      ['dog', 3],
      ['cat', 4],
      ['constructor', 5],
    ]);
  });
});

describe('encodeReviews', () => {
  it("writes Keras' marks by default: start 1, words from 4", () => {
    expect(encode({})).toEqual(
      [
        [1, 4, 7, 5],
        [1, 6, 5, 4],
        [1, 4, 4, 6, 8],
      ].toSorted((a, b) => a.length - b.length || a.join().localeCompare(b.join())),
    );
  });

  it('replaces ids outside skipTop ≤ id < numWords by the OOV mark, the start mark included', () => {
    expect(encode({ numWords: 7 })).toContainEqual([1, 4, 2, 5]); // cat is 7
    expect(encode({ skipTop: 5 })).toContainEqual([2, 2, 7, 5]); // the is 4, the start mark 1
  });

  it('leaves words out instead when there is no OOV mark', () => {
    expect(encode({ numWords: 7, oovChar: null })).toContainEqual([1, 4, 5]);
  });

  it('can leave out the start mark and the offset', () => {
    expect(encode({ startChar: null, indexFrom: 0 })).toContainEqual([1, 1, 3, 5]);
    expect(encode({ startChar: 9, oovChar: 8, indexFrom: 10, numWords: 12 })).toContainEqual([9, 11, 8, 8]);
  });

  it('keeps reviews shorter than maxlen only', () => {
    expect(encode({ maxlen: 5 })).toHaveLength(2);
    expect(() => encode({ maxlen: 4 })).toThrow('no review is shorter than maxlen 4');
  });

  it('refuses options that would turn every word into another', () => {
    for (const options of [
      { numWords: 0 },
      { numWords: Number.NaN },
      { skipTop: -1 },
      { maxlen: 0 },
      { indexFrom: 0.5 },
    ])
      expect(() => encode(options)).toThrow(`encodeReviews: ${Object.keys(options)[0]} must be`);
    expect(() => encode({ num_words: 5 } as object)).toThrow('encodeReviews: has no setting "num_words".');
  });

  it('skips words the index does not have', () => {
    const { sequences } = encodeReviews(
      { texts: ['the bird sat'], labels: Uint8Array.of(1) },
      { tokenize, wordIndex },
    );
    expect(sequences).toEqual([Int32Array.of(1, 4, 5)]);
  });

  it('keeps labels with their reviews in the order of the seed', () => {
    const many = {
      texts: Array.from({ length: 40 }, (_, i) => `w${i}`),
      labels: Uint8Array.from({ length: 40 }, (_, i) => i),
    };
    const index = new Map(many.texts.map((text, i) => [text, i]));
    const run = (seed: number) => encodeReviews(many, { tokenize, wordIndex: index }, { seed });
    expect(run(1).sequences.map((ids) => ids[1]! - 3)).toEqual([...run(1).labels]);
    expect(run(1)).toEqual(run(1));
    expect(run(2).labels).not.toEqual(run(1).labels);
    const plain = encodeReviews(many, { tokenize, wordIndex: index });
    expect(plain).toEqual(run(113));
  });
});

describe('decodeReview', () => {
  it('gives the words back', () => {
    const { sequences } = encodeReviews(reviews, { tokenize, wordIndex });
    expect(sequences.map((ids) => decodeReview(ids, wordIndex)).toSorted()).toEqual(
      texts.map((text) => `[START] ${text}`).toSorted(),
    );
    expect(decodeReview([1, 4, 2, 7], wordIndex)).toBe('[START] the [OOV] cat');
    expect(decodeReview([5, 4], wordIndex, { startChar: null, oovChar: null, indexFrom: 0 })).toBe(
      'constructor cat',
    );
  });

  it('refuses an id without a word', () => {
    expect(() => decodeReview([9], wordIndex)).toThrow(
      'id 9 stands for no word; with indexFrom 3 ids go from 4 to 8',
    );
    expect(() => decodeReview([3], wordIndex)).toThrow(RangeError); // neither a mark nor padding
  });

  it('leaves padding out, on either side', () => {
    expect(decodeReview([0, 0, 1, 4, 7, 0], wordIndex)).toBe('[START] the cat');
    expect(decodeReview([0, 1], wordIndex, { startChar: 0, indexFrom: 3, oovChar: 1 })).toBe('[START] [OOV]');
  });
});
