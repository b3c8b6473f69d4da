import { dispose, liveTensors, registerBackend, selectBackend, tensor } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { anyTextsTask, TextClassifier, trainTask } from '../../../src/index.ts';
import { CandidateLogits } from '../../../src/texts/language-model/candidate-logits.ts';
import { lmLSTM } from '../../../src/texts/recipes/lm-lstm.ts';
import { smallSource } from '../small-texts.ts';

registerBackend(wasmBackend());

const small = {
  ...lmLSTM,
  few: {
    ...lmLSTM.few,
    words: 60,
    maxlen: 20,
    embeddingSize: 8,
    units: 8,
    languageModel: {
      ...lmLSTM.few!.languageModel!,
      batchSize: 2,
      context: 8,
      candidates: 10,
      epochs: 6,
      learningRate: 0.02,
    },
  },
};

test('candidates have the logits that a dense layer gives them, worked by hand', async () => {
  const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  const layer = new CandidateLogits({ vocabulary: 3 }).build([
    [1, 1, 2],
    [1, 2],
  ]);
  layer.setWeights([
    { name: 'kernel', data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
    { name: 'bias', data: Float32Array.of(0.5, 0, -1), shape: [3, 1] },
  ]);
  const [states, candidates] = [
    tensor(Float32Array.of(1, 10), [1, 1, 2]),
    tensor(Int32Array.of(2, 0), [1, 2]),
  ];
  const logits = layer.apply([states, candidates]);
  expect(logits.shape).toEqual([1, 1, 2]);
  expect([...(await logits.data())]).toEqual([5 + 60 - 1, 1 + 20 + 0.5]);
  dispose(states, candidates, logits);
  layer.dispose();
  await backend.dispose();
});

test('lm-lstm learns to tell what follows, then classes, and comes back from a file', async () => {
  const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  const before = liveTensors();
  const unlabelled = ['the striker scored twice', 'the rocket left its pad'];
  let asked = 0;
  const source = {
    ...smallSource(2, 30),
    openUnlabelled: async () => {
      asked++;
      return unlabelled;
    },
  };
  const losses: number[] = [];
  const trained = await trainTask(anyTextsTask, {
    backend,
    source,
    recipe: small,
    seed: 1,
    progress: {
      onStage: ({ stage, epoch }) => {
        expect(stage).toBe('language model');
        losses.push(epoch.valLoss!);
      },
    },
  });
  expect(asked).toBe(1);
  expect(losses).toHaveLength(6);
  expect(losses[5]).toBeLessThan(0.9 * losses[0]!); // sentences repeat: what follows is soon known
  expect(trained.result.testAccuracy).toBeGreaterThan(0.9);
  const classifier = new TextClassifier(trained.model, trained.result);
  const [answer] = await classifier.predict(['the striker scored']);
  expect(answer!.label).toBe('sport');
  const copy = await TextClassifier.load(await classifier.save());
  expect(await copy.predict(['the striker scored'])).toEqual([answer]);
  copy.dispose();
  classifier.dispose();
  expect(liveTensors()).toBe(before);
  await backend.dispose();
});

test('validation texts of fewer words than a step are refused, and nothing stays allocated', async () => {
  const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  const before = liveTensors();
  const { train, ...source } = smallSource(2, 30);
  const short = { ...train, texts: train.texts.map((_, i) => `one two ${i}`) };
  const run = {
    backend,
    source: { ...source, train: short },
    recipe: small,
    choices: { validationSplit: 0.02 },
  };
  await expect(trainTask(anyTextsTask, run)).rejects.toThrow(
    'language model: expected 9 words or more in the training texts and in the validation texts, got 8.',
  );
  expect(liveTensors()).toBe(before);
  await backend.dispose();
});
