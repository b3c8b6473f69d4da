import { describe, expect, it } from 'vitest';
import { prepareReviews, tokenizeReviews } from '../src/prepare-reviews.ts';
import { ReviewForm } from '../src/review-form.ts';
import { smallReviews } from './small-reviews.ts';

const reviews = smallReviews(20, 5);
const bag = new ReviewForm({ name: 'bag', input: 'bag' }, { words: 50 });
const ids = new ReviewForm({ name: 'average', input: 'ids' }, { words: 50, maxlen: 8 });
const options = { seed: 1, validationSplit: 0.2, batchSize: 10 };
const tokenized = tokenizeReviews(reviews, ids);

describe('prepareReviews', () => {
  it('cuts the last fifth of the training reviews off for validation', () => {
    const { train, validation, test } = prepareReviews(tokenized, ids, options);
    expect([train.samples, validation.samples, test.samples]).toEqual([32, 8, 10]);
    expect(train.length).toBe(4);
  });

  it('makes bags and ids in the shape that the model takes', () => {
    const [first] = prepareReviews(tokenized, bag, options).train;
    expect(first!.inputs).toMatchObject({ shape: [10, 50] });
    const [padded] = prepareReviews(tokenized, ids, options).train;
    expect(padded!.inputs).toMatchObject({ shape: [10, 8] });
    expect(padded!.targets.shape).toEqual([10]);
  });

  it('takes the vocabulary from the training reviews alone', () => {
    const marked = { ...reviews, test: { ...reviews.test, texts: reviews.test.texts.map(() => 'xyzzy') } };
    expect(tokenizeReviews(marked, ids).tokenizer.wordIndex.has('xyzzy')).toBe(false);
  });

  it('validates on the same reviews however few it trains on', () => {
    const all = prepareReviews(tokenized, ids, options);
    const few = prepareReviews(tokenized, ids, { ...options, trainSamples: 5 });
    expect(few.train.samples).toBe(5);
    expect([...few.validation]).toEqual([...all.validation]);
  });

  it('divides by the seed', () => {
    const targets = (seed: number) => [...prepareReviews(tokenized, ids, { ...options, seed }).validation];
    expect(targets(2)).toEqual(targets(2));
    expect(targets(2)).not.toEqual(targets(3));
  });

  it('says how many reviews there are when more are asked for', () => {
    expect(() => prepareReviews(tokenized, ids, { ...options, trainSamples: 33 })).toThrow(
      '--train-samples: 33 asked for, but 32 are left beside the validation reviews.',
    );
  });
});
