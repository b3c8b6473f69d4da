import { readFileSync } from 'node:fs';
import { liveTensors } from '@seqloom/backend';
import { expect, test } from 'vitest';
import { listPretrained, loadPretrained } from '../src/models.node.ts';

/** Short sentences with negation and contrast, written before the model was trained. */
const NEGATION = readFileSync(new URL('../../../tooling/pretrained/negation.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => ({ text: line.slice(2), label: line.startsWith('1') ? 'positive' : 'negative' }));

test('the sentiment of short sentences with negation and contrast', async () => {
  const model = await loadPretrained('sentiment');
  expect(NEGATION).toHaveLength(20);
  const answers = await model.predict(NEGATION.map(({ text }) => text));
  const right = NEGATION.filter(({ label }, i) => answers[i]!.label === label);
  expect(right.length).toBeGreaterThanOrEqual(15);
  model.dispose();
});

test('explains by words, and reads typographic apostrophes as others', async () => {
  const model = await loadPretrained('sentiment');
  const { label, words } = await model.explain('Not bad at all');
  expect(label).toBe('positive');
  expect(words.map(({ word }) => word)).toEqual(['Not', 'bad', 'at', 'all']);
  const [typed, typographic] = await model.predict(["I don't like it", 'I don’t like it']);
  expect(typographic).toEqual(typed);
  expect(typed!.label).toBe('negative');
  model.dispose();
});

test('a long text is read whole, and a text beside it changes nothing', async () => {
  const model = await loadPretrained('sentiment');
  const long = `${'The room has a table and two chairs. '.repeat(30)}A wonderful place, I loved it.`;
  const [alone] = await model.predict([long]);
  const [first, beside] = await model.predict(['fine', long]);
  expect(beside!.probability).toBeCloseTo(alone!.probability, 6); // the same bits but for the shape of the batch
  const [short] = await model.predict(['fine']);
  expect(first!.probability).toBeCloseTo(short!.probability, 6);
  model.dispose();
});

test('the list says what a model is, and an unknown name what there is', async () => {
  const before = liveTensors();
  const [sentiment] = listPretrained();
  expect(sentiment).toMatchObject({ name: 'sentiment', labels: ['negative', 'positive'] });
  expect(sentiment!.card.bytes).toBeLessThanOrEqual(1_000_000);
  expect(sentiment!.card.accuracy.sentencePolarity!.accuracy).toBeGreaterThanOrEqual(0.75);
  await expect(loadPretrained('mood' as never)).rejects.toThrow(
    'loadPretrained: there is no model "mood". Models: sentiment.',
  );
  expect(liveTensors()).toBe(before);
});
