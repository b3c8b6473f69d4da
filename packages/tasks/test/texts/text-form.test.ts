import { Tokenizer } from '@seqloom/text';
import { describe, expect, it } from 'vitest';
import { TextForm } from '../../src/texts/text-form.ts';

function tokenizer(): Tokenizer {
  const made = new Tokenizer({ numWords: 4 });
  made.fitOnTexts(['a a a a', 'b b b', 'c c', 'd']); // a 1, b 2, c 3; d is beyond numWords
  return made;
}

describe('TextForm', () => {
  it('marks the words that occur in a bag', () => {
    const form = new TextForm({ name: 'bag', input: 'bag' }, { words: 4 });
    const { data, shape } = form.inputs(form.sequences(tokenizer(), ['c a c', 'd']));
    expect(shape).toEqual([2, 4]);
    expect([...data]).toEqual([0, 1, 0, 1, 0, 0, 0, 0]);
  });

  it('keeps the last words of a review and fills short ones up in front', () => {
    const form = new TextForm({ name: 'average', input: 'ids' }, { words: 4, maxlen: 2 });
    const { data, shape } = form.inputs(form.sequences(tokenizer(), ['a b c', 'b']));
    expect(shape).toEqual([2, 2]);
    expect([...data]).toEqual([2, 3, 0, 2]);
  });

  it('turns reviews round before it cuts them, as the book does', () => {
    const form = new TextForm(
      { name: 'reversed-lstm', input: 'ids', reversed: true },
      { words: 4, maxlen: 2 },
    );
    expect([...form.inputs(form.sequences(tokenizer(), ['a b c'])).data]).toEqual([2, 1]);
  });

  it('comes back from its JSON', () => {
    const form = new TextForm({ name: 'lstm', input: 'ids', reversed: true }, { words: 4, maxlen: 2 });
    const copy = TextForm.fromJSON(JSON.parse(JSON.stringify(form)));
    expect(copy).toEqual(form);
    const bag = new TextForm({ name: 'bag', input: 'bag' }, { words: 4 });
    expect(TextForm.fromJSON(JSON.parse(JSON.stringify(bag)))).toEqual(bag);
  });

  it('keeps the labels; a form without any tells bad reviews from good ones', () => {
    const classes = ['sport', 'money', 'space'];
    const form = new TextForm({ name: 'bag', input: 'bag' }, { words: 4 }, classes, {
      texts: '12:ab',
      part: { fold: 0, folds: 5 },
    });
    expect(TextForm.fromJSON(JSON.parse(JSON.stringify(form)))).toEqual(form);
    const { classes: _, ...before } = { ...form.toJSON(), className: 'ReviewForm' };
    expect(TextForm.fromJSON(before).classes).toEqual(['negative', 'positive']);
  });

  it.each([
    ['one class', { recipe: 'x', input: 'bag', words: 4, maxlen: null, reversed: false, classes: ['a'] }],
    ['nothing', null],
    ['another kind of input', { recipe: 'x', input: 'images', words: 4, maxlen: 2, reversed: false }],
    ['a vocabulary that is no number', { recipe: 'x', input: 'ids', words: '4', maxlen: 2, reversed: false }],
    ['ids without a length', { recipe: 'x', input: 'ids', words: 4, maxlen: null, reversed: false }],
    ['a bag with a length', { recipe: 'x', input: 'bag', words: 4, maxlen: 2, reversed: false }],
    [
      'a fold that there is not',
      {
        recipe: 'x',
        input: 'bag',
        words: 4,
        maxlen: null,
        reversed: false,
        divided: '12:ab',
        testPart: { fold: 5, folds: 5 },
      },
    ],
  ])('refuses JSON with %s', (_, json) => {
    expect(() => TextForm.fromJSON(json)).toThrow(TypeError);
  });
});
