import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { classifyTexts } from '../../src/index.ts';
import { smallSource } from './small-texts.ts';

registerBackend(wasmBackend());

test.each(['nb-bag', 'bigrams', 'average'])('contributions of %s add up to the log-odds', async (model) => {
  const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  const { train, classes } = smallSource(2);
  const classifier = await classifyTexts({
    texts: train.texts,
    labels: Array.from(train.labels, (label) => classes[label]!),
    model,
    settings: { words: 200, epochs: 5, ...(model !== 'average' && { ngrams: 2 }) },
    seed: 1,
  });
  const { label, probability, method, base, words } = await classifier.explain(
    'Shares of the striker scored, the striker won; unheard.',
  );
  expect(method).toBe('contributions');
  const sum = words.reduce((total, { influence }) => total + influence, base!);
  expect(sum).toBeCloseTo(Math.log(probability / (1 - probability)), 3); // of float32 probabilities
  expect(words.at(model === 'nb-bag' ? -2 : -1)).toMatchObject({
    word: 'unheard',
    known: false,
    influence: 0,
  });
  const other = await classifier.explain('Shares of the striker scored, the striker won; unheard.', {
    label: classes.find((each) => each !== label)!,
  });
  for (const [i, { influence }] of other.words.entries())
    expect(influence).toBeCloseTo(-words[i]!.influence, 3);
  classifier.dispose();
  await backend.dispose();
});
