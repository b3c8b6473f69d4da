import { numberIn, positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable, switchOption, textOption } from '../options/command-option.ts';
import { scoreTexts } from '../texts/score-texts.ts';
import type { TextTypes } from '../texts/text-types.ts';
import type { CommandTask } from './command-task.ts';
import { type OpenTextsOptions, openTexts, type TextWhere } from './open-texts.ts';

const WHERE_OPTIONS: OptionTable<TextWhere> = {
  text: textOption({ hint: 'COLUMN', help: 'The column of texts, or several with + between them (seen)' }),
  label: textOption({ hint: 'COLUMN', help: 'The column of labels (seen)' }),
  testSplit: numberOption(numberIn({ above: 0, below: 1 }), {
    hint: 'FRACTION',
    help: 'The part of a file without a test part that is measured on (0.2)',
  }),
  fold: textOption({ hint: 'K/N', help: 'Measure on the K-th of N parts, train on the others' }),
  delimiter: textOption({ hint: 'CHAR', help: 'What is between columns; tab for tabs (seen)' }),
  header: switchOption({
    help: 'The first line names the columns (seen)',
    negativeHelp: 'The first line is a row',
  }),
  encoding: textOption({ hint: 'NAME', help: 'Such as windows-1252 (UTF-8, or UTF-16 by its mark)' }),
  member: textOption({ hint: 'NAME', help: 'The file to read from an archive of several' }),
  skipBadRows: switchOption({
    help: 'Leave rows out that have no text or label, in place of stopping at the first',
  }),
  maxBytes: numberOption(positiveInteger(), { help: 'The most that may be read' }),
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
    openSource: (data, where, { terminal, signal }) =>
      openTexts(data, {
        named,
        where,
        terminal,
        signal,
        bundledVectors,
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
    },
  };
}
