import { ProblemError } from '../../training/problem.ts';
import { serveTraining } from '../../training/serve-training.ts';
import { openText } from './open-text.ts';
import { WritingAnswers } from './writing-answers.ts';
import { pageWritingTask } from './writing-task.ts';
import type { WritingTraining } from './writing-training.ts';

let answers: { readonly of: object | undefined; readonly make: WritingAnswers } | undefined;

serveTraining<WritingTraining>({
  kind: 'writing',
  task: async () => pageWritingTask,
  openSource: openText,
  about: ({ dataset, testPerplexity, settings }) => ({
    name: `writing like ${dataset}`,
    facts: { perplexity: testPerplexity, units: settings.units },
  }),
  questions: {
    write(question, { model, source }) {
      if (!model) {
        throw new ProblemError({
          place: 'question',
          message: 'There is no model yet.',
          advice: 'Start the training first.',
        });
      }
      if (!answers || answers.of !== source) answers = { of: source, make: new WritingAnswers(source) };
      return answers.make.write(model, question);
    },
  },
});
