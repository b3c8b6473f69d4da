import { describe, expect, it } from 'vitest';
import { prepareTexts, tokenizeTexts } from '../../src/texts/prepare-texts.ts';
import { TextForm } from '../../src/texts/text-form.ts';
import { smallSource } from './small-texts.ts';

const texts = smallSource(2, 20, 5);
const bag = new TextForm({ name: 'bag', input: 'bag' }, { words: 50 });
const ids = new TextForm({ name: 'average', input: 'ids' }, { words: 50, maxlen: 8 });
const options = { seed: 1, validationSplit: 0.2, batchSize: 10 };
const tokenized = await tokenizeTexts(texts, ids);

describe('prepareTexts', () => {
  it('cuts the last fifth of the training texts off for validation', () => {
    const { train, validation, test } = prepareTexts(tokenized, ids, options);
    expect([train.samples, validation.samples, test.samples]).toEqual([32, 8, 10]);
    expect(train.length).toBe(4);
  });

  it('makes bags and ids in the shape that the model takes', () => {
    const [first] = prepareTexts(tokenized, bag, options).train;
    expect(first!.inputs).toMatchObject({ shape: [10, 50] });
    const [padded] = prepareTexts(tokenized, ids, options).train;
    expect(padded!.inputs).toMatchObject({ shape: [10, 8] });
    expect(padded!.targets.shape).toEqual([10]);
  });

  it('takes the vocabulary from the training texts alone', async () => {
    const marked = { ...texts, test: { ...texts.test, texts: texts.test.texts.map(() => 'xyzzy') } };
    expect((await tokenizeTexts(marked, ids)).tokenizer.wordIndex.has('xyzzy')).toBe(false);
  });

  it('validates on the same texts however few it trains on', () => {
    const all = prepareTexts(tokenized, ids, options);
    const few = prepareTexts(tokenized, ids, { ...options, trainSamples: 5 });
    expect(few.train.samples).toBe(5);
    expect([...few.validation]).toEqual([...all.validation]);
  });

  it('divides by the seed', () => {
    const targets = (seed: number) => [...prepareTexts(tokenized, ids, { ...options, seed }).validation];
    expect(targets(2)).toEqual(targets(2));
    expect(targets(2)).not.toEqual(targets(3));
  });

  it('says how many texts there are when more are asked for', () => {
    expect(() => prepareTexts(tokenized, ids, { ...options, trainSamples: 33 })).toThrow(
      '--train-samples: 33 asked for, but 32 are left beside the validation texts.',
    );
  });
});
