import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Tokenizer } from '@seqloom/text';
import { expect, test } from 'vitest';
import { classifyTexts, TextClassifier } from '../../src/index.ts';
import { logCountRatios } from '../../src/texts/log-count-ratios.ts';
import { TextForm } from '../../src/texts/text-form.ts';
import { smallSource } from './small-texts.ts';

registerBackend(wasmBackend());

test('a text is the phrases that it has, each once', () => {
  const form = new TextForm({ name: 'nb-bag', input: 'ngrams' }, { words: 100, ngrams: 2 });
  expect(form.tokens('Not good, not GOOD at all')).toEqual([
    'not',
    'good',
    'at',
    'all',
    'not good',
    'good not',
    'good at',
    'at all',
  ]);
  const tokenizer = new Tokenizer({ numWords: 100 });
  tokenizer.fitOnTexts([form.tokens('a b'), form.tokens('a')]);
  const { data, shape } = form.inputs(form.sequences(tokenizer, ['a b', 'a c', 'c']));
  expect(shape).toEqual([3, 32]); // lengths are multiples of 32
  const ids = [0, 1, 2].map((row) => [...data.slice(row * 32, (row + 1) * 32)].filter((id) => id > 0));
  expect(ids).toEqual([[1, 2, 3], [1], []]); // a, b, a b
  expect(TextForm.fromJSON(JSON.parse(JSON.stringify(form)))).toEqual(form);
});

test('marks are words where a recipe reads them, and line breaks of HTML are not', () => {
  const form = new TextForm({ name: 'nb-bag', input: 'ngrams', marks: true }, { words: 100, ngrams: 2 });
  expect(form.tokens('Good?<br />No!')).toEqual(['good', '?', 'no', '!', 'good ?', '? no', 'no !']);
  expect(form.wordsIn('Good?<br />No!').map(({ start, end }) => [start, end])).toEqual([
    [0, 4],
    [4, 5],
    [11, 13],
    [13, 14],
  ]);
  expect(TextForm.fromJSON(JSON.parse(JSON.stringify(form)))).toEqual(form);
});

test('log-count ratios of two classes, worked by hand', () => {
  const { weights, inputDim, outputDim } = logCountRatios(
    {
      inputs: [Int32Array.of(1, 2), Int32Array.of(1), Int32Array.of(2)],
      targets: { data: Int32Array.of(1, 1, 0), shape: [3] },
    },
    { features: 3, classes: 2 },
  );
  expect([inputDim, outputDim]).toEqual([3, 1]);
  // class 1 has feature 1 in two texts and feature 2 in one, class 0 has feature 2 in one; all plus 1: 3, 2 of 5 and 1, 2 of 3
  const scale = 1 / Math.sqrt(4 / 3); // four features in three texts
  const expected = [0, scale * Math.log(3 / 5 / (1 / 3)), scale * Math.log(2 / 5 / (2 / 3))];
  for (const [id, value] of expected.entries()) expect(weights[id]).toBeCloseTo(value, 6);
});

test('log-count ratios of three classes have a column each, against the other two', () => {
  const { weights, outputDim } = logCountRatios(
    {
      inputs: [Int32Array.of(1), Int32Array.of(1), Int32Array.of(1)],
      targets: { data: Int32Array.of(0, 0, 2), shape: [3] },
    },
    { features: 2, classes: 3 },
  );
  expect(outputDim).toBe(3);
  expect([...weights]).toEqual([0, 0, 0, 0, 0, 0]); // one feature: every class has all of its counts in it
});

test.each(['nb-bag', 'bigrams'])('%s learns, explains, and comes back from a file', async (model) => {
  const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  const { train, classes } = smallSource(3);
  const classifier = await classifyTexts({
    texts: train.texts,
    labels: Array.from(train.labels, (label) => classes[label]!),
    model,
    settings: { words: 200, epochs: 20 },
    seed: 1,
  });
  expect(classifier.result!.testAccuracy).toBeGreaterThan(0.9); // of texts that repeat three sentences a class
  const text = 'The striker scored, the striker won.';
  const { label, words } = await classifier.explain(text);
  expect(label).toBe('sport');
  const influence = (word: string) =>
    words.filter((each) => each.word === word).map((each) => each.influence);
  expect(influence('striker')).toHaveLength(2);
  expect(influence('striker')[0]).toBeGreaterThan(0);
  expect(influence('striker')[1]).toBe(influence('striker')[0]); // both are left out together
  const [before] = await classifier.predict([text]);
  const copy = await TextClassifier.load(await classifier.save());
  expect(await copy.predict([text])).toEqual([before]);
  copy.dispose();
  classifier.dispose();
  await backend.dispose();
});
