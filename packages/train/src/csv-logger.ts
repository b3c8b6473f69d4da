import { checkFunction, checkOptions } from '@seqloom/options';
import type { Callback } from './callback.ts';

/** Options of `csvLogger`. */
export interface CsvLoggerOptions {
  /** Takes one line, its line break included. */
  readonly write: (line: string) => void | Promise<void>;
}

/**
 * Writes the logs as CSV: a header with the first epoch, then a line per epoch, to full precision.
 *
 * **Source**: `keras.callbacks.CSVLogger`.
 *
 * @throws TypeError when `write` is no function, RangeError for an option that does not exist
 *
 * @example
 * ```ts
 * csvLogger({ write: (line) => appendFile('log.csv', line) });
 * ```
 */
export function csvLogger(options: CsvLoggerOptions): Callback {
  checkOptions('csvLogger', options, { write: true });
  const { write } = options;
  checkFunction('csvLogger', 'write', write);
  let columns: readonly string[] | undefined;
  return {
    onTrainBegin() {
      columns = undefined;
    },
    async onEpochEnd(epoch, logs) {
      if (!columns) {
        columns = Object.keys(logs).sort();
        await write(`${['epoch', ...columns].map(quoted).join(',')}\n`);
      }
      await write(`${[epoch, ...columns.map((name) => logs[name] ?? '')].join(',')}\n`);
    },
  };
}

function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
