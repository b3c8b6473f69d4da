import { type CommandDef, renderUsage, runCommand } from 'citty';
import { didYouMean } from '../../did-you-mean.ts';
import type { Terminal } from './terminal.ts';

/** What an app's command line is called and offers. */
export interface CommandLine {
  /** What users type. */
  readonly name: string;
  /** What the app is for, in one line. */
  readonly description: string;
  /** What `--version` prints. */
  readonly version: string;
  /** `wordsHint` is what the usage line of a command calls the words that belong to no option. */
  readonly commands: Readonly<Record<string, CommandDef & { readonly wordsHint?: string | undefined }>>;
}

/**
 * Runs the command that the first word names; `--help` prints how to call the app or the command, `--version` the version.
 *
 * @param argv the words after the program's name
 * @param terminal takes the help, without colours where it shows none
 * @throws RangeError with the commands there are when there is no such one; what the command throws
 */
export async function dispatch(
  { name: app, description, version, commands }: CommandLine,
  argv: readonly string[],
  terminal: Pick<Terminal, 'out' | 'color'>,
): Promise<void> {
  const [name = '--help', ...rawArgs] = argv;
  const main: CommandDef = { meta: { name: app, description }, subCommands: { ...commands } };
  // citty colours its usage wherever it goes
  const help = (usage: string): void => terminal.out(`${terminal.color ? usage : withoutColor(usage)}\n`);
  if (name === '--version') {
    terminal.out(`${app} ${version}\n`);
    return;
  }
  if (isHelp(name)) {
    help(await renderUsage(main));
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands);
    throw new RangeError(
      `${app}: no command '${name}'.${didYouMean(name, names)} Commands: ${names.join(', ')}.`,
    );
  }
  // not citty's runMain: it prints its usage for an error, in colours, and a stack
  if (rawArgs.some(isHelp)) {
    const { wordsHint } = command;
    const usage = await renderUsage(command, main);
    help(wordsHint === undefined ? usage : usage.replace('[OPTIONS]', `${wordsHint} [OPTIONS]`));
  } else await runCommand(command, { rawArgs });
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function withoutColor(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes begin with one
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
