import { exitCodeOf } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs an app's first minute.
 *
 * @param argv the words after the program's name: `--out FOLDER`, or none for the folder `report`
 * @param start writes its page into the folder
 * @returns the exit code
 */
export function runStartLine(
  argv: readonly string[],
  terminal: Terminal,
  start: (folder: string, terminal: Terminal) => Promise<void>,
): Promise<number> {
  const [option, folder, ...further] = argv;
  return exitCodeOf(terminal, argv, async () => {
    if (option !== undefined && option !== '--out')
      throw new RangeError(`${option}: no such option. Options: --out.`);
    if (option !== undefined && (folder === undefined || folder === ''))
      throw new RangeError('--out: there is no folder. Give one: --out FOLDER.');
    if (further.length > 0)
      throw new RangeError(`${further[0]}: one word too many, expected --out FOLDER alone.`);
    await start(folder ?? 'report', terminal);
  });
}
