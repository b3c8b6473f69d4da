import { numberIn } from '@seqloom/options';
import { numberOption, type OptionTable, textOption } from '../options/command-option.ts';
import { explainText } from '../texts/explain-text.ts';
import { scoreTexts } from '../texts/score-texts.ts';
import type { TextTypes } from '../texts/text-types.ts';
import type { CommandTask } from './command-task.ts';
import { type OpenTextsOptions, openTexts, type TextWhere } from './open-texts.ts';
import { TEXT_FILE_OPTIONS } from './text-file-options.ts';

const { text, ...FORM } = TEXT_FILE_OPTIONS;

const WHERE_OPTIONS: OptionTable<TextWhere> = {
  text,
  label: textOption({ hint: 'COLUMN', help: 'The column of labels (found in the file)' }),
  testSplit: numberOption(numberIn({ above: 0, max: 1 }), {
    hint: 'FRACTION',
    help: 'The part of a file that is measured on (0.2; evaluate: 1 for a file that the model was not trained on)',
  }),
  fold: textOption({ hint: 'K/N', help: 'Measure on the K-th of N parts, train on the others' }),
  ...FORM,
};

/** What an app says about its command line. */
export interface TextsCommandOptions
  extends Pick<CommandTask<TextTypes>, 'task' | 'description' | 'version' | 'data'>,
    Pick<OpenTextsOptions, 'named' | 'read' | 'poles' | 'bundledVectors'> {}

/** The command line of a task on texts. */
export function textsCommand(options: TextsCommandOptions): CommandTask<TextTypes, TextWhere> {
  const { named = [], read, poles, bundledVectors, ...about } = options;
  return {
    ...about,
    where: WHERE_OPTIONS,
    openSource: (data, where, { terminal, signal, model }) =>
      openTexts(data, {
        named,
        where,
        terminal,
        signal,
        bundledVectors,
        model,
        ...(read && { read }),
        ...(poles && { poles }),
      }),
    answers: {
      help: 'Answer for texts: words of the command, --in FILE, or a text a line on standard input',
      async predict(model, texts, signal) {
        const scores = await scoreTexts(model, texts, signal);
        return scores.map(({ label, score, knownWords }) => ({
          score: Number(score.toFixed(4)),
          label: knownWords === 0 ? 'unknown' : label,
          knownWords,
        }));
      },
      async explain(model, text, signal) {
        const { method, words } = await explainText(model, text, { signal });
        return {
          method,
          words: words.map(({ word, influence }) => ({ word, influence: Number(influence.toFixed(3)) })),
        };
      },
    },
  };
}
