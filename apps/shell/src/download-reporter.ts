import type { Terminal } from './terminal.ts';

/**
 * Says how far the download of a data set is, a line at a time.
 *
 * @param everyBytes how many bytes more make a new line worth it
 */
export function downloadReporter(
  terminal: Terminal,
  name: string,
  everyBytes: number,
): (received: number, total: number) => void {
  let reported = 0;
  return (received, total) => {
    if (received - reported < everyBytes && received < total) return;
    reported = received;
    terminal.err(`downloading ${name}: ${(received / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB\n`);
  };
}
