import { BEAMS } from '../translation/prepare-translation.ts';
import { translate } from '../translation/translate.ts';
import type { TranslationTypes } from '../translation/translation-types.ts';
import type { CommandTask } from './command-task.ts';
import { type NamedFile, openPairs } from './open-pairs.ts';

/** What an app says about its command line. */
export interface TranslationCommandOptions
  extends Pick<CommandTask<TranslationTypes>, 'task' | 'description' | 'version' | 'data'> {
  readonly named: readonly NamedFile[];
}

/** The command line of a task of translating. */
export function translationCommand(options: TranslationCommandOptions): CommandTask<TranslationTypes> {
  const { named, ...about } = options;
  return {
    ...about,
    where: {},
    openSource: (data) => openPairs(data, named),
    answers: {
      help: 'Translate sentences: words of the command, --in FILE, or a sentence a line on standard input',
      async predict(model, sentences, signal) {
        const translations = await translate(model, sentences, { beams: BEAMS, signal });
        return translations.map(({ translation, knownWords }) => ({
          translation: knownWords === 0 ? null : translation,
          knownWords,
        }));
      },
    },
  };
}
