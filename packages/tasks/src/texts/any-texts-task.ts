import type { Task } from '../task.ts';
import { chooseTextModels } from './choose-text-models.ts';
import { textTask } from './text-task.ts';
import type { TextTypes } from './text-types.ts';
import { ANY_TEXTS } from './texts-filing.ts';

/** Classes of any texts: the task of `classifyTexts` and of the command line. */
export const anyTextsTask: Task<TextTypes> = {
  ...textTask({
    name: ANY_TEXTS.name,
    holds: ANY_TEXTS.holds,
    question: 'Which class does a text belong to?',
    subject: 'Texts',
    samples: 'texts',
    named: [],
  }),
  ...ANY_TEXTS,
  choose: chooseTextModels,
  chooses: 'bag',
};
