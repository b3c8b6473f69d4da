import { boolean, functionOf, type OptionRules, optional, resolveOptions, texts } from '@seqloom/options';
import type { Callback, TrainingRun } from './callback.ts';

/** Options of `csvLogger`. */
export interface CsvLoggerOptions {
  /** Takes one line, with its line break. */
  readonly write: (line: string) => void | Promise<void>;
  /** Whether the lines follow those of an earlier run, which wrote the header; default false. */
  readonly append?: boolean;
}

const RULES: OptionRules<CsvLoggerOptions> = { write: functionOf(), append: boolean(false) };

interface State {
  /** Those of the header that has been written. */
  readonly columns?: readonly string[] | undefined;
}

const STATE_RULES: OptionRules<State> = { columns: optional(texts()) };

/**
 * Writes the logs as CSV: a header with the first epoch, then a line per epoch, to full precision. A callback writes one
 * header, no matter how many runs it sees. A run that goes on from a `backup` writes no second header; the lines of epochs that it
 * repeats come twice, and are equal.
 *
 * **Source**: `keras.callbacks.CSVLogger`.
 *
 * @throws TypeError when `write` is not a function or `append` not a boolean, RangeError for an option that does not exist;
 * RangeError during `fit` when a later run has other logs than the header names
 *
 * @example
 * ```ts
 * csvLogger({ write: (line) => appendFile('log.csv', line) });
 * ```
 */
export function csvLogger(options: CsvLoggerOptions): Callback {
  const { write, append } = resolveOptions('csvLogger', options, RULES);
  let columns: readonly string[] | undefined;
  return {
    name: 'csvLogger',
    firstRankOnly: true,
    async onEpochEnd(epoch, logs, run) {
      const names = Object.keys(logs);
      if (!columns) {
        const { logNames = [] } = run as Partial<TrainingRun>; // absent in a training loop other than fit
        columns = [...new Set([...names, ...logNames])].sort();
        if (!append) await write(`${['epoch', ...columns].map(quoted).join(',')}\n`);
      }
      if (names.some((name) => !columns!.includes(name))) {
        throw new RangeError(
          `csvLogger: the header has the columns ${columns.join(', ')}, got logs ${names.sort().join(', ')}. Make a new csvLogger for them.`,
        );
      }
      await write(`${[epoch, ...columns.map((name) => logs[name] ?? '')].join(',')}\n`);
    },
    state: () => ({ data: { columns } }),
    restore({ data }) {
      ({ columns } = resolveOptions<State>('csvLogger: state', data, STATE_RULES));
    },
  };
}

function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
