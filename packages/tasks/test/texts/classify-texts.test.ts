import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import {
  classifyTexts,
  explainText,
  ManySeriesForecaster,
  SeriesForecaster,
  TextClassifier,
} from '../../src/index.ts';
import { smallSource } from './small-texts.ts';

startBackend(wasmBackend());

const { classes, train, test: measured } = smallSource(3);
const texts = train.texts;
const labels = Array.from(train.labels, (label) => classes[label]!);
const settings = { words: 100, epochs: 8, learningRate: 0.01 };

test('learns classes of texts, with the baseline beside it', async () => {
  const before = liveTensors();
  const model = await classifyTexts({ texts, labels, settings });
  expect(model.classes).toEqual(['money', 'space', 'sport']);
  expect(model.result!.testAccuracy).toBe(1);
  expect(model.baseline).toEqual({ name: 'majority', accuracy: model.result!.baselineAccuracy });
  expect(model.result!.testSamples).toBe(24);
  expect(model.result!.settings).toMatchObject(settings);
  const [answer] = await model.predict(['the striker scored twice']);
  expect(answer).toMatchObject({ label: 'sport', knownWords: 4 });
  expect(answer!.probability).toBe(answer!.probabilities.sport);
  const sum = Object.values(answer!.probabilities).reduce((total, value) => total + value, 0);
  expect(sum).toBeCloseTo(1, 5); // float32 of a softmax
  const scores = await model.evaluate({
    texts: ['the company reported a larger profit', 'the rocket left its pad', 'the striker scored twice'],
    labels: ['money', 'space', 'money'],
  });
  expect(scores).toMatchObject({ samples: 3, accuracy: 2 / 3, baselineAccuracy: 2 / 3 });
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('numbered labels stand for classes', async () => {
  const model = await classifyTexts({ texts, labels: train.labels, classes, settings });
  expect(model.classes).toEqual(['money', 'space', 'sport']);
  expect(model.result!.testAccuracy).toBe(1);
  model.dispose();
  await expect(classifyTexts({ texts: ['a', 'b'], labels: [0, 2], classes: ['x', 'y'] })).rejects.toThrow(
    'classifyTexts: labels[1] must be an integer from 0 to 1, the place of one of the classes, got 2.',
  );
});

test('a saved model answers the same', async () => {
  const model = await classifyTexts({ texts, labels, settings });
  const [answer] = await model.predict(['a rocket']);
  const loaded = await TextClassifier.load(await model.save());
  expect(await loaded.predict(['a rocket'])).toEqual([answer]);
  expect(loaded.result).toBeUndefined();
  model.dispose();
  loaded.dispose();
});

test('the influence of a word is what leaving it out changes', async () => {
  const [first, second] = ['sport', 'money'].map((label) => classes.indexOf(label));
  const two = texts.filter((_, i) => train.labels[i] === first || train.labels[i] === second);
  const named = labels.filter((label) => label === 'sport' || label === 'money');
  const model = await classifyTexts({
    texts: two,
    labels: named,
    model: 'lstm',
    settings: { epochs: 3, maxlen: 8, batchSize: 4 },
  });
  const { label, probability, words } = await model.explain('The striker, unheard-of, scored!');
  expect(words.map(({ word, known }) => [word, known])).toEqual([
    ['The', true],
    ['striker', true],
    ['unheard', false],
    ['of', false],
    ['scored', true],
  ]);
  const [whole, without] = await model.predict(['the striker scored', 'the scored']);
  const odds = (p: number) => Math.log(p / (1 - p));
  expect(probability).toBeCloseTo(whole!.probability, 6);
  // ln(p / (1 − p)) of float32 probabilities
  expect(words[1]!.influence).toBeCloseTo(odds(whole!.probability) - odds(without!.probabilities[label]!), 4);
  expect(words[2]!.influence).toBe(0);
  await expect(explainText(model.parts, 'the', { label: 'space' })).rejects.toThrow(
    'explain: label "space" is not one of the classes, money, sport.',
  );
  model.dispose();
});

test('copies of a word in a bag share what all of them do', async () => {
  const model = await classifyTexts({ texts, labels, settings });
  const { words } = await model.explain('company company rocket');
  expect(words[0]!.influence).toBe(words[1]!.influence);
  expect(words[0]!.influence).not.toBe(0);
  model.dispose();
});

test('texts that are measured on are not learned from', async () => {
  const copies = { texts: measured.texts, labels: Array.from(measured.labels, (label) => classes[label]!) };
  const model = await classifyTexts({
    texts: [...texts, ...copies.texts.map((text) => text.toUpperCase())],
    labels: [...labels, ...copies.labels],
    test: copies,
    settings,
  });
  const { trainSamples, validationSamples, testSamples } = model.result!;
  const inBoth = texts.filter((text) => copies.texts.includes(text)).length;
  expect([trainSamples + validationSamples, testSamples]).toEqual([
    texts.length - inBoth,
    copies.texts.length,
  ]);
  model.dispose();
});

test('what cannot be learned is refused with the way out', async () => {
  const before = liveTensors();
  const refused = (options: object) => expect(classifyTexts(options as never)).rejects;
  await refused({ texts: [], labels: [] }).toThrow(
    'classifyTexts: texts is empty. Give texts with a label each.',
  );
  await refused({ texts: ['a', 'b'], labels: ['x'] }).toThrow(
    'classifyTexts: expected a label for each text, got 1 labels for 2 texts.',
  );
  await refused({ texts: ['a', null], labels: ['x', 'y'] }).toThrow(
    'classifyTexts: texts[1] must be a text, got null.',
  );
  await refused({ texts: ['a', ' '], labels: ['x', 'y'] }).toThrow(
    'classifyTexts: texts[1] is empty. Leave it out, with its label.',
  );
  await refused({ texts: ['a', 'b'], labels: ['x', 'x'] }).toThrow(
    'classifyTexts: labels has one class, "x", expected two or more. Add texts of another class.',
  );
  await refused({ texts: ['a', 'b'], labels: ['x', 'y'] }).toThrow(
    'classifyTexts: texts: there are too few texts to keep some of them for the test. Give more.',
  );
  // In the words of the function, not of the command.
  await refused({ texts, labels, settings: { trainSamples: 1000 } }).toThrow(
    /^classifyTexts: settings\.trainSamples: 1000 asked for, but \d+ are left beside the validation texts\.$/,
  );
  await refused({ texts, labels, model: 'average', settings: { vectors: 'bundled' } }).toThrow(
    "classifyTexts: settings.vectors: the model 'average' learns its own.",
  );
  await refused({ texts, labels, model: 'glove' }).toThrow(
    'classifyTexts: this model begins with word vectors of a file, which are not read here.',
  );
  await refused({ texts, labels, model: 'lsmt' }).toThrow("classifyTexts: model: there is no model 'lsmt'.");
  await refused({ texts, labels, settings: { epoch: 3 } }).toThrow(
    'classifyTexts: settings: has no setting "epoch"',
  );
  await refused({ texts, labels, groups: ['a'] }).toThrow(
    'expected a group for each of the 120 texts, got 1.',
  );
  const model = await classifyTexts({ texts, labels, settings });
  await expect(model.evaluate({ texts: ['a'], labels: ['other'] })).rejects.toThrow(
    'expected one of "money"',
  );
  await expect(model.evaluate({ texts: ['a'] } as never)).rejects.toThrow(
    'evaluate: expected an array of labels, got undefined',
  );
  await expect(model.predict('a text' as never)).rejects.toThrow('expected an array of texts, got "a text"');
  await expect(model.predict([null] as never)).rejects.toThrow('texts[0] must be a text, got null.');
  const saved = await model.save();
  await expect(SeriesForecaster.load(saved)).rejects.toThrow(
    /^model file: the file holds a model of .*texts.*, which SeriesForecaster does not read\. Read it with TextClassifier\.load\.$/,
  );
  await expect(ManySeriesForecaster.load(saved)).rejects.toThrow('Read it with TextClassifier.load.');
  model.dispose();
  expect(liveTensors()).toBe(before);
});
