import { InterruptedError } from './interrupt.ts';
import type { Terminal } from './terminal.ts';

/** What a shell calls a process that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** Runs a command; an error becomes one line on `err`. The exit code is 0, 1 for an error, 130 after Ctrl-C. */
export async function exitCodeOf(terminal: Terminal, command: () => Promise<void>): Promise<number> {
  try {
    await command();
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.err(`${message.replace(/\s*[\r\n]+\s*/g, ' ')}\n`);
    return error instanceof InterruptedError ? INTERRUPTED : 1;
  }
}
