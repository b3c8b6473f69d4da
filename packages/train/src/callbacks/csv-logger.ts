import { checkBoolean, checkFunction, checkOptions } from '@seqloom/options';
import type { Callback } from './callback.ts';

/** Options of `csvLogger`. */
export interface CsvLoggerOptions {
  /** Takes one line, its line break included. */
  readonly write: (line: string) => void | Promise<void>;
  /** Whether the lines follow those of a run before, which wrote the header; default false. */
  readonly append?: boolean;
}

/**
 * Writes the logs as CSV: a header with the first epoch, then a line per epoch, to full precision. A callback writes one
 * header, whatever number of runs it sees.
 *
 * **Source**: `keras.callbacks.CSVLogger`.
 *
 * @throws TypeError when `write` is no function or `append` no boolean, RangeError for an option that does not exist;
 * RangeError during `fit` when a later run has other logs than the header names
 *
 * @example
 * ```ts
 * csvLogger({ write: (line) => appendFile('log.csv', line) });
 * ```
 */
export function csvLogger(options: CsvLoggerOptions): Callback {
  checkOptions('csvLogger', options, { write: true, append: true });
  const { write, append = false } = options;
  checkFunction('csvLogger', 'write', write);
  checkBoolean('csvLogger', 'append', append);
  let columns: readonly string[] | undefined;
  return {
    async onEpochEnd(epoch, logs) {
      const names = Object.keys(logs).sort();
      if (!columns) {
        columns = names;
        if (!append) await write(`${['epoch', ...columns].map(quoted).join(',')}\n`);
      }
      if (names.some((name) => !columns!.includes(name))) {
        throw new RangeError(
          `csvLogger: the header has the columns ${columns.join(', ')}, got logs ${names.join(', ')}. Make a new csvLogger for them.`,
        );
      }
      await write(`${[epoch, ...columns.map((name) => logs[name] ?? '')].join(',')}\n`);
    },
  };
}

function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
