import type { Terminal } from './terminal.ts';

/** What a download is told to report to. */
export interface DownloadReporter {
  readonly onProgress: (received: number, total: number) => void;
  readonly onWait: (message: string) => void;
}

/**
 * Says how far the download of a data set is and what it waits for, a line at a time.
 *
 * @param everyBytes how many bytes more make a new line worth it
 */
export function downloadReporter(terminal: Terminal, name: string, everyBytes: number): DownloadReporter {
  let reported = 0;
  return {
    onProgress(received, total) {
      if (received - reported < everyBytes && received < total) return;
      reported = received;
      terminal.err(`downloading ${name}: ${(received / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB\n`);
    },
    onWait: (message) => terminal.err(`downloading ${name}: ${message}\n`),
  };
}
