import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors, type SelectedBackend } from '@seqloom/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRecipe } from '../../src/find-recipe.ts';
import { openStories } from '../../src/node/open-stories.ts';
import { questionsCommand } from '../../src/node/questions-command.ts';
import { runCommand } from '../../src/node/run-command.ts';
import { openBackend } from '../../src/node/terminal/open-backend.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';
import { answerQuestions } from '../../src/questions/answer-questions.ts';
import { generateStories } from '../../src/questions/generate-stories.ts';
import { questionTask } from '../../src/questions/question-task.ts';
import { QUESTION_RECIPES } from '../../src/questions/recipes/catalog.ts';
import type { StorySource } from '../../src/questions/story.ts';
import { trainTask } from '../../src/train-task.ts';

const named = [{ word: 'bundled', name: 'small', find: () => source }];
const task = questionTask({ name: 'questions', holds: 'a model of stories', named });
const source: StorySource = {
  name: 'small',
  train: generateStories({ stories: 200, facts: 1, seed: 1 }),
  test: generateStories({ stories: 50, facts: 1, seed: 2 }),
  longer: new Map([[10, generateStories({ stories: 20, facts: 1, shortest: 10, longest: 10, seed: 3 })]]),
};

let backend: SelectedBackend;
let folder: string;
beforeAll(async () => {
  backend = await openBackend({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), 'seqloom-questions-'));
});
afterAll(async () => {
  await backend.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('the task of questions', () => {
  it.each(QUESTION_RECIPES.map(({ name }) => name))(
    'trains and measures %s, and leaves no tensor',
    async (name) => {
      const before = liveTensors();
      const recipe = findRecipe(task, name);
      const choices = { epochs: 1, units: 8, batchSize: 20 };
      const { result, model, charts } = await trainTask(task, { backend, source, recipe, choices });
      expect(result).toMatchObject({
        model: name,
        trainSamples: 180,
        validationSamples: 20,
        testSamples: 50,
      });
      expect(result.longer).toEqual([{ sentences: 10, samples: 20, accuracy: expect.any(Number) }]);
      expect(result.longestTrained).toBe(8);
      expect(charts()[0]!.svg).toMatch(/^<svg/);
      const [said] = await answerQuestions(model, [source.test[0]!]);
      expect(model.form.answers).toContain(said!.answer);
      model.model.dispose();
      expect(liveTensors()).toBe(before);
    },
  );

  it('refuses stories without a sentence or a question, and too many training stories', async () => {
    const recipe = findRecipe(task, 'bag');
    const { model } = await trainTask(task, { backend, source, recipe, choices: { epochs: 1, units: 4 } });
    await expect(answerQuestions(model, [{ sentences: [], question: 'where is ben' }])).rejects.toThrow(
      'expected sentences and a question, got 0 sentences',
    );
    model.model.dispose();
    const choices = { trainSamples: 181 };
    await expect(trainTask(task, { backend, source, recipe, choices })).rejects.toThrow(
      '--train-samples: 181 asked for, but 180 are left beside the validation stories.',
    );
  });
});

describe('the command of questions', () => {
  const command = questionsCommand({
    task,
    description: 'questions',
    version: '1.0.0',
    data: { hint: 'PATH', help: 'stories' },
    named,
  });
  const run = async (...words: string[]) => {
    const terminal = fakeTerminal();
    return { code: await runCommand(command, words, terminal), ...terminal.written };
  };

  it('trains, saves, measures again and answers', async () => {
    const out = join(folder, 'model');
    const options = ['--epochs', '1', '--units', '8', '--threads', '1'];
    const trained = await run('train', '--model', 'asked-reader', '--out', out, ...options);
    expect([trained.code, trained.err]).toEqual([0, expect.not.stringContaining('Error')]);
    const accuracy = /test accuracy +([\d.]+)/.exec(trained.out)![1];
    const file = join(out, 'model.safetensors');
    const measured = await run('evaluate', '--model-file', file);
    expect(measured.out).toContain(`test accuracy ${accuracy} on 50 stories`);
    const said = await run('predict', '--model-file', file, 'Ben went to the office. Where is Ben?');
    expect(JSON.parse(said.out)).toMatchObject({ line: 1, knownWords: 8, answer: expect.any(String) });
    const unknown = await run('predict', '--model-file', file, 'Xyzzy plugh. Foo bar?');
    expect(JSON.parse(unknown.out)).toMatchObject({ answer: 'unknown', knownWords: 0 });
    const wrong = await run('predict', '--model-file', file, 'Ben went to the office.');
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringContaining('expected sentences and a question'),
    ]);
  });

  it('reads a file of the bAbI tasks, and keeps a fifth for the test', async () => {
    const path = join(folder, 'qa1.txt');
    const places = ['kitchen', 'garden', 'office'];
    const lines = Array.from({ length: 30 }, (_, i) => [
      `1 Mary went to the ${places[i % 3]}.`,
      `2 Where is Mary?\t${places[i % 3]}\t1`,
    ]);
    await writeFile(path, lines.flat().join('\n'));
    const { train, test, data } = await openStories(path, []);
    expect([train.length, test.length, data]).toEqual([24, 6, path]);
    await writeFile(path, `\uFEFF${lines.flat().join('\n')}`); // a byte order mark, as some editors write it
    expect((await openStories(path, [])).train).toEqual(train);
    await expect(openStories(join(folder, 'nowhere'), [])).rejects.toThrow('no such file or data set');
    await expect(openStories(folder, [])).rejects.toThrow('is a folder. Give one of its files.');
    await writeFile(path, Uint8Array.of(0x31, 0x20, 0xff, 0xfe));
    await expect(openStories(path, [])).rejects.toThrow('is not a text of UTF-8');
    await writeFile(path, lines.slice(0, 3).flat().join('\n'));
    await expect(openStories(path, [])).rejects.toThrow('there are 3 questions, expected 10 or more');
  });
});
