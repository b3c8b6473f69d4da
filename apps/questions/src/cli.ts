#!/usr/bin/env node
import { generateStories, type QuestionTypes, questionTask } from '@seqloom/tasks';
import {
  type CommandTask,
  type NamedStories,
  packageVersion,
  questionsCommand,
  runMain,
} from '@seqloom/tasks/node';

/** Sentences of stories that are longer than any trained on. */
const LONGER = [12, 16, 20, 30];

/** Seeds of the parts; no story of a part depends on another part. */
const [TRAIN_SEED, TEST_SEED, LONGER_SEED] = [1, 2, 3];

/** Stories of a generator with a documented grammar. */
function generated(word: string, facts: 1 | 2, stories: number): NamedStories {
  return {
    word,
    name: word === 'bundled' ? 'one-fact' : word,
    about: `made-up stories of our own grammar, ${facts === 1 ? 'one supporting fact' : 'two supporting facts'}`,
    find() {
      const known = new Set<string>();
      const train = generateStories({ stories, facts, seed: TRAIN_SEED });
      for (const story of train) known.add(JSON.stringify(story));
      const unseen = generateStories({ stories: 2000, facts, seed: TEST_SEED });
      return {
        train,
        test: unseen.filter((story) => !known.has(JSON.stringify(story))), // of short stories some come twice
        longer: new Map(
          LONGER.map((sentences) => [
            sentences,
            generateStories({
              stories: 1000,
              facts,
              shortest: sentences,
              longest: sentences,
              seed: LONGER_SEED,
            }),
          ]),
        ),
      };
    },
  };
}

const NAMED: readonly NamedStories[] = [generated('bundled', 1, 10_000), generated('two-facts', 2, 30_000)];

/** `pnpm questions`. */
export const questionsTask: CommandTask<QuestionTypes, object> = questionsCommand({
  task: questionTask({ name: 'questions', holds: 'a model of stories', named: NAMED }),
  description: 'What is the answer to a question about a short story?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled|two-facts',
    help: 'Stories: generated ones where one sentence has the answer (default) or two have, or a file of the bAbI tasks',
  },
  named: NAMED,
});

await runMain(questionsTask, import.meta.url);
