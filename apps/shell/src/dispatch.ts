import { type CommandDef, renderUsage, runCommand } from 'citty';

/** What an app's command line is called and offers. */
export interface CommandLine {
  /** What users type. */
  readonly name: string;
  /** What the app is for, in one line. */
  readonly description: string;
  readonly commands: Readonly<Record<string, CommandDef>>;
}

/**
 * Runs the command that the first word names; `--help` prints how to call the app or the command.
 *
 * @param argv the words after the program's name
 * @param out takes the help
 * @throws RangeError with the commands there are when there is no such one; whatever the command throws
 */
export async function dispatch(
  { name: app, description, commands }: CommandLine,
  argv: readonly string[],
  out: (text: string) => void,
): Promise<void> {
  const [name = '--help', ...rawArgs] = argv;
  const main: CommandDef = { meta: { name: app, description }, subCommands: { ...commands } };
  if (isHelp(name)) {
    out(`${await renderUsage(main)}\n`);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new RangeError(`${app}: no command '${name}'. Commands: ${Object.keys(commands).join(', ')}.`);
  }
  // not citty's runMain: it prints its usage for an error, in colours, and a stack
  if (rawArgs.some(isHelp)) out(`${await renderUsage(command, main)}\n`);
  else await runCommand(command, { rawArgs });
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}
