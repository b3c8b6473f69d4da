import { formatValue } from '@seqloom/options';
import type { EpochLogs } from './history.ts';

/** Which log a callback watches, and which way is better. */
export interface MonitorOptions {
  /** The log's name; default `valLoss`. */
  readonly monitor?: string;
  /** Whether smaller (`min`) or larger (`max`) is better. Default `auto`: larger for accuracies, precision, recall and AUC. */
  readonly mode?: 'auto' | 'min' | 'max';
}

/** For `checkOptions` of the callbacks that watch a log. */
export const MONITOR_OPTIONS: Readonly<Record<keyof MonitorOptions, true>> = { monitor: true, mode: true };

/** Watches one log. */
export class Monitor {
  readonly name: string;
  readonly #owner: string;
  readonly #sign: 1 | -1;

  /** @throws TypeError when the log's name is no text, RangeError for an unknown mode */
  constructor(owner: string, { monitor = 'valLoss', mode = 'auto' }: MonitorOptions) {
    if (typeof monitor !== 'string') {
      throw new TypeError(`${owner}: monitor must be the name of a log, got ${formatValue(monitor)}.`);
    }
    if (mode !== 'auto' && mode !== 'min' && mode !== 'max') {
      throw new RangeError(`${owner}: mode must be auto, min or max, got ${JSON.stringify(mode)}.`);
    }
    this.#owner = owner;
    this.name = monitor;
    const larger = mode === 'auto' ? /(accuracy|acc|precision|recall|auc)$/i.test(monitor) : mode === 'max';
    this.#sign = larger ? 1 : -1;
  }

  /** @throws RangeError that lists the logs there are */
  read(logs: EpochLogs): number {
    const value = Object.hasOwn(logs, this.name) ? logs[this.name] : undefined;
    if (value === undefined) {
      throw new RangeError(
        `${this.#owner}: there is no log ${JSON.stringify(this.name)} to monitor. Logs: ${Object.keys(logs).join(', ')}.`,
      );
    }
    return value;
  }

  /** Whether `value` is better than `best` by more than `minDelta`. */
  improves(value: number, best: number | undefined, minDelta = 0): boolean {
    return best === undefined ? !Number.isNaN(value) : this.#sign * (value - best) > minDelta;
  }
}
