import type { Task } from '../task.ts';
import { chooseTextModels } from './choose-text-models.ts';
import { textTask } from './text-task.ts';
import type { TextTypes } from './text-types.ts';

/** Classes of any texts: the task of `classifyTexts` and of the command line. */
export const anyTextsTask: Task<TextTypes> = {
  ...textTask({
    name: 'classify',
    holds: 'a model of classes of texts',
    question: 'Which class does a text belong to?',
    subject: 'Texts',
    samples: 'texts',
    named: [],
  }),
  program: { name: 'seqloom', train: 'seqloom classify' },
  choose: chooseTextModels,
};
