import { liveTensors, selectBackend } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { load, save, saveWeights } from '@seqloom/train';
import { expect, test } from 'vitest';
import {
  anyTextsTask,
  attachmentsOf,
  classifyTexts,
  findRecipe,
  labelledSource,
  scoreTexts,
  type TextModel,
  trainTask,
} from '../../src/index.ts';
import { smallSource } from './small-texts.ts';

startBackend(wasmBackend());

const { classes, train } = smallSource(2);
const texts = train.texts;
const labels = Array.from(train.labels, (label) => classes[label]!);
const choices = { words: 100, epochs: 4, learningRate: 0.01 };
const recipe = findRecipe(anyTextsTask, 'bag');
const source = labelledSource('a page', { texts, labels });

test('a run over a labelled source gives the weights of classifyTexts, to the last bit', async () => {
  const own = await classifyTexts({ texts, labels, model: 'bag', settings: choices, seed: 3 });
  const backend = await selectBackend();
  const { model, result } = await trainTask(anyTextsTask, { backend, source, recipe, choices, seed: 3 });
  expect(await saveWeights(model.model)).toEqual(await saveWeights(own.parts.model));
  expect(result).toEqual({ ...own.result!, seconds: result.seconds });
  own.dispose();
  model.model.dispose();
  await backend.dispose();
});

test('a model answers while it learns, and a run that is stopped keeps it', async () => {
  const before = liveTensors();
  const scores: number[] = [];
  let learning: TextModel | undefined;
  const { model, result } = await trainTask(anyTextsTask, {
    backend: { name: 'wasm', threads: 1 },
    source,
    recipe,
    choices,
    onModel: (model) => {
      learning = model;
    },
    callbacks: [
      {
        async onBatchEnd({ epoch }, run) {
          const [score] = await scoreTexts(learning!, [texts[0]!]);
          scores.push(score!.score);
          if (epoch === 1) run.stop();
        },
      },
    ],
  });
  expect(model.model).toBe(learning!.model);
  expect(new Set(scores).size).toBe(scores.length); // every step changes the answer
  expect(result.epochs).toBe(2);
  expect(result.settings.epochs).toBe(4);
  expect(result.history.valAccuracy).toHaveLength(2);

  const bytes = await save(model.model, { attachments: attachmentsOf(anyTextsTask, model) });
  const opened = anyTextsTask.open(load(bytes, anyTextsTask.loadOptions), 'the file');
  const [again] = await scoreTexts(opened, [texts[0]!]);
  const [last] = await scoreTexts(model, [texts[0]!]);
  expect(again).toEqual(last);
  model.model.dispose();
  opened.model.dispose();
  expect(liveTensors()).toBe(before);
});

test('a labelled source names what is wrong with texts and labels, and who was asked', () => {
  expect(() => labelledSource('a page', { texts: [], labels: [] })).toThrow(
    'a page: texts is empty. Give texts with a label each.',
  );
  const one = () => labelledSource('a page', { texts: ['a', 'b'], labels: ['x', 'x'] });
  expect(one).toThrow('a page: labels has one class, "x", expected two or more. Add texts of another class.');
});
