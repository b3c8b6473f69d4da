import { checkOneOf, formatValue } from '@seqloom/options';
import type { Direction } from '../metrics/metric.ts';
import { type EpochLogs, validationName } from '../training/history.ts';
import type { MonitorName } from '../training/log-names.ts';
import type { TrainingRun } from './callback.ts';

/** Which log a callback watches, and which way is better. */
export interface MonitorOptions {
  /** The log's name; default `valLoss`. */
  readonly monitor?: MonitorName;
  /**
   * Whether smaller (`min`) or larger (`max`) is better. Default `auto`: smaller for losses, for a metric what it declares
   * as its `direction`. Needed for every other log.
   */
  readonly mode?: 'auto' | Direction;
}

/** For `checkOptions` of the callbacks that watch a log. */
export const MONITOR_OPTIONS: Readonly<Record<keyof MonitorOptions, true>> = { monitor: true, mode: true };

/** Watches one log. */
export class Monitor {
  readonly name: string;
  readonly #owner: string;
  readonly #mode: 'auto' | Direction;
  #direction: Direction | undefined;

  /** @throws TypeError when the log's name is no text, RangeError for an unknown mode */
  constructor(owner: string, { monitor = 'valLoss', mode = 'auto' }: MonitorOptions) {
    if (typeof monitor !== 'string') {
      throw new TypeError(`${owner}: monitor must be the name of a log, got ${formatValue(monitor)}.`);
    }
    checkOneOf(owner, 'mode', mode, ['auto', 'min', 'max']);
    this.#owner = owner;
    this.name = monitor;
    this.#mode = mode;
  }

  /**
   * Looks up which way is better, before the first step.
   *
   * @throws RangeError when the log is a metric that declares no direction and `mode` is `auto`
   */
  begin(run: Partial<Pick<TrainingRun, 'metrics'>>): void {
    if (this.#mode !== 'auto') {
      this.#direction = this.#mode;
    } else if (this.#isLog('loss')) {
      this.#direction = 'min';
    } else {
      const metric = run.metrics?.find(({ name }) => this.#isLog(name));
      this.#direction = metric?.direction;
      if (metric && !metric.direction) throw this.#directionUnknown();
    }
  }

  /** @throws RangeError that lists the logs there are, or asks for `mode` where nothing says which way is better */
  read(logs: EpochLogs): number {
    const value = Object.hasOwn(logs, this.name) ? logs[this.name] : undefined;
    if (value === undefined) {
      throw new RangeError(
        `${this.#owner}: there is no log ${JSON.stringify(this.name)} to monitor. Logs: ${Object.keys(logs).join(', ')}.`,
      );
    }
    if (!this.#direction) throw this.#directionUnknown();
    return value;
  }

  /** Whether `value` is better than `best` by more than `minDelta`. */
  improves(value: number, best: number | undefined, minDelta = 0): boolean {
    if (best === undefined) return !Number.isNaN(value);
    return (this.#direction === 'max' ? value - best : best - value) > minDelta;
  }

  #isLog(name: string): boolean {
    return this.name === name || this.name === validationName(name);
  }

  #directionUnknown(): RangeError {
    const log = JSON.stringify(this.name);
    return new RangeError(
      `${this.#owner}: whether a larger or a smaller ${log} is better is not known. Give mode: 'max' or mode: 'min', or a ` +
        'direction to the Metric.',
    );
  }
}
