import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import { type AnyOptionTable, flagOf, type OptionTable } from '../../options/command-option.ts';
import { checkTyped, readOptions, type Typed } from '../../options/read-options.ts';
import { interruptible } from '../terminal/interrupt.ts';

/** A command whose options were described once. */
export interface CommandDescription<Values> {
  /** `imdb train`. */
  readonly owner: string;
  readonly help: string;
  readonly options: OptionTable<Values>;
  /** How many words without a dash it takes. Default none. */
  readonly words?: number;
  /** What its usage line calls these words. */
  readonly wordsHint?: string | undefined;
  /** @param typed what was typed, for options of which several values may be typed */
  run(values: Partial<Values>, signal: AbortSignal, typed: Typed): Promise<void>;
}

/** A command as citty parses it, with what its usage line calls the words that belong to no option. */
export interface TaskCommand extends CommandDef {
  readonly wordsHint?: string | undefined;
}

/** The command as citty parses it; Ctrl-C ends it in an orderly way. */
export function defineTaskCommand<Values>(command: CommandDescription<Values>): TaskCommand {
  const { owner, help, options, words = 0, wordsHint, run } = command;
  const parsed: CommandDef = defineCommand({
    meta: { name: owner.split(' ').at(-1)!, description: help },
    args: argsOf(options),
    run: ({ args }) =>
      interruptible((signal) => {
        checkTyped(args, options, words);
        return run(readOptions(owner, args, options), signal, args);
      }),
  });
  return { ...parsed, wordsHint };
}

/** Options as citty takes them. */
export function argsOf<Values>(options: OptionTable<Values>): ArgsDef {
  return Object.fromEntries(
    Object.entries(options as unknown as AnyOptionTable).map(([name, option]) => [
      flagOf(name, option),
      option.kind === 'switch'
        ? {
            type: 'boolean',
            description: option.help,
            ...(option.negativeHelp !== undefined && { negativeDescription: option.negativeHelp }),
          }
        : { type: 'string', valueHint: option.hint, description: option.help },
    ]),
  );
}
