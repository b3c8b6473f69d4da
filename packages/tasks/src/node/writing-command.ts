import { writeText } from '../writing/write-text.ts';
import { divideText } from '../writing/writing-source.ts';
import type { WritingTypes } from '../writing/writing-types.ts';
import type { CommandTask } from './command-task.ts';
import { findTextFile, type NamedFile } from './open-pairs.ts';

/** What an app says about its command line. */
export interface WritingCommandOptions
  extends Pick<CommandTask<WritingTypes>, 'task' | 'description' | 'version' | 'data'> {
  readonly named: readonly NamedFile[];
}

/** The command line of a task of writing. */
export function writingCommand(options: WritingCommandOptions): CommandTask<WritingTypes> {
  const { named, ...about } = options;
  return {
    ...about,
    where: {},
    async openSource(data) {
      const { text, ...found } = await findTextFile(data, named);
      return { ...found, ...divideText(data, text) };
    },
    answers: { help: 'Write on from a beginning: words of the command', write: writeText },
  };
}
