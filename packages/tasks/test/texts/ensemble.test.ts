import type { NdArray } from '@seqloom/arrays';
import { liveTensors, registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { predict, type SingleOutputModel } from '@seqloom/train';
import { expect, test } from 'vitest';
import { classifyTexts, settingsFor, TextClassifier, textTask, trainTask } from '../../src/index.ts';
import { idsOf, inputsOf } from '../../src/texts/read-texts.ts';
import { attention } from '../../src/texts/recipes/attention.ts';
import { ensemble } from '../../src/texts/recipes/ensemble.ts';
import type { MemberResult } from '../../src/texts/text-types.ts';
import { smallSource } from './small-texts.ts';

registerBackend(wasmBackend());

const text = 'The striker scored, the team won!';

/** A task whose members have as few numbers as small texts need, and take few steps. */
const task = textTask({
  name: 'small',
  holds: 'a model of small texts',
  question: 'What is it about?',
  subject: 'Small texts',
  samples: 'texts',
  named: [],
  settings: (recipe, _, chosen) => ({
    ...settingsFor(recipe, true, chosen),
    words: 100,
    epochs: 8,
    batchSize: 8,
    ...(recipe === attention && { maxlen: 12, embeddingSize: 8, learningRate: 0.02 }),
  }),
});

test.each([2, 3])(
  'an ensemble of %i classes learns, explains, and comes back from one file',
  async (count) => {
    const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
    const before = liveTensors();
    const stages: string[] = [];
    const progress = { onStage: ({ stage }: { readonly stage: string }) => stages.push(stage) };
    const run = { backend, source: smallSource(count, 30), seed: 1 };
    const trained = await trainTask(task, { ...run, recipe: ensemble, progress });
    expect([...new Set(stages)]).toEqual(['nb-bag', 'attention']);
    expect(trained.result.members!.map(({ model }) => model)).toEqual(['nb-bag', 'attention']);
    // the numbers of nb-bag are not those of the whole
    expect(Object.keys(trained.result.settings)).toEqual(['validationSplit']);
    const { settings } = trained.details!();
    expect(settings.map(([name]) => name)).toEqual([
      'nb-bag',
      'attention',
      'validation split',
      'loss',
      'seed',
    ]);
    expect(settings[1]![1]).toContain('maxlen 12, embedding size 8');
    expect(task.resultText(trained.result)).not.toContain('best epoch');
    expect(trained.result.testAccuracy).toBeGreaterThan(0.9); // of texts that repeat three sentences a class
    const classifier = new TextClassifier(trained.model, trained.result);
    const [answer] = await classifier.predict([text]);
    expect(answer!.label).toBe('sport');
    const { method, words } = await classifier.explain(text);
    expect(method).toBe('leave-one-out');
    expect(words.map(({ word }) => word)).toEqual(['The', 'striker', 'scored', 'the', 'team', 'won', '!']);
    expect(words[1]!.influence).toBeGreaterThan(0);
    const copy = await TextClassifier.load(await classifier.save());
    expect(await copy.predict([text])).toEqual([answer]);
    copy.dispose();
    if (count === 2) await checkSum(classifier, trained.result.members!);
    classifier.dispose();
    expect(liveTensors()).toBe(before);
    await backend.dispose();
  },
);

/** The logit of an ensemble is the sum of those of its members, each with its weight. */
async function checkSum({ parts }: TextClassifier, results: readonly MemberResult[]): Promise<void> {
  const inputs = inputsOf(parts, idsOf(parts, [text]), 0, 1) as readonly NdArray[];
  let sum = 0;
  for (const [i, { model, weight }] of results.entries()) {
    const member = parts.model.layers.find(({ name }) => name === model) as SingleOutputModel;
    sum += weight * (await predict(member, inputs[i]!)).data[0]!;
  }
  const { data } = await predict(parts.model, inputs);
  expect(Math.log(data[0]! / (1 - data[0]!))).toBeCloseTo(sum, 3); // of a float32 probability
}

test('numbers that the members have of their own are refused', async () => {
  const { train } = smallSource(2, 30);
  await expect(
    classifyTexts({ texts: train.texts, labels: train.labels, model: 'ensemble', settings: { words: 100 } }),
  ).rejects.toThrow(
    "settings.words: each member of 'ensemble' has its own. Leave it out, or train one of them: nb-bag, attention.",
  );
});
