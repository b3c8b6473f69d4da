import type { OptionTable } from '../options/command-option.ts';
import { answerQuestions } from '../questions/answer-questions.ts';
import { splitQuestion } from '../questions/parse-stories.ts';
import type { QuestionTypes } from '../questions/question-types.ts';
import type { CommandTask } from './command-task.ts';
import { type NamedStories, openStories } from './open-stories.ts';

/** What an app says about its command line. */
export interface QuestionsCommandOptions
  extends Pick<CommandTask<QuestionTypes>, 'task' | 'description' | 'version' | 'data'> {
  readonly named: readonly NamedStories[];
}

const NOTHING: OptionTable<object> = {};

/** The command line of a task on stories. */
export function questionsCommand({
  named,
  ...about
}: QuestionsCommandOptions): CommandTask<QuestionTypes, object> {
  return {
    ...about,
    where: NOTHING,
    openSource: (data) => openStories(data, named),
    answers: {
      help: 'Answer questions: a story and its question in each text, the question last',
      async predict(model, texts, signal) {
        const answers = await answerQuestions(model, texts.map(splitQuestion), signal);
        return answers.map(({ answer, score, knownWords }) => ({
          answer: knownWords === 0 ? 'unknown' : answer,
          score: Number(score.toFixed(4)),
          knownWords,
        }));
      },
    },
  };
}
