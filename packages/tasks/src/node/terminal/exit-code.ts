import { printable } from '@seqloom/options';
import { eventLine } from './event-line.ts';
import { ExitCodeError } from './exit-code-error.ts';
import { InterruptedError } from './interrupt.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs a command; an error becomes one line on `err`, with `--json` among the words a JSON line:
 * `{"event":"error","name":"RangeError","message":"…","exitCode":1}`. The exit code is 0, 1 for an error, that of the command that
 * `launch` ran, 130 after Ctrl-C, 143 after SIGTERM.
 *
 * @param argv the words after the program's name
 */
export async function exitCodeOf(
  terminal: Terminal,
  argv: readonly string[],
  command: () => Promise<void>,
): Promise<number> {
  try {
    await command();
    return 0;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const parts = message.split(/[\r\n]+/);
    const line = printable(parts.map((part) => part.trim()).join(' '));
    const hasCode = error instanceof InterruptedError || error instanceof ExitCodeError;
    const exitCode = hasCode ? error.exitCode : 1;
    const json = argv.some((word) => /^--json(=true)?$/.test(word));
    terminal.err(json ? eventLine('error', { name, message: line, exitCode }) : `${line}\n`);
    return exitCode;
  }
}
