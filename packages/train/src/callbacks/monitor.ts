import { formatValue, type OptionRules, oneOf, optional, type Resolved, rule, text } from '@seqloom/options';
import type { Direction } from '../metrics/metric.ts';
import { type EpochLogs, validationName } from '../training/history.ts';
import type { MonitorName } from '../training/log-names.ts';
import type { TrainingRun } from './callback.ts';

/** Which log a callback watches, and whether larger or smaller is better. */
export interface MonitorOptions {
  /** The log's name; default `valLoss`. */
  readonly monitor?: MonitorName;
  /**
   * Whether smaller (`min`) or larger (`max`) is better. Default `auto`: smaller for losses, and for a metric the
   * `direction` that it declares. Every other log needs `min` or `max`.
   */
  readonly mode?: 'auto' | Direction;
}

/** The rules that all callbacks with a monitor share. */
export const MONITOR_RULES: OptionRules<MonitorOptions> = {
  monitor: text('valLoss'),
  mode: oneOf(['auto', 'min', 'max'], 'auto'),
};

/** The part of a saved state that all callbacks with a monitor share. */
export interface MonitorState {
  /** The best value so far. */
  readonly best?: number | undefined;
}

/** Its rules. */
export const MONITOR_STATE_RULES: OptionRules<MonitorState> = {
  best: optional(
    rule<number>((owner, option, value) => {
      if (typeof value === 'number') return; // also an infinity
      throw new TypeError(`${owner}: ${option} must be a number, got ${formatValue(value)}.`);
    }),
  ),
};

/** Watches one log. */
export class Monitor {
  readonly name: string;
  readonly #owner: string;
  readonly #mode: 'auto' | Direction;
  #direction: Direction | undefined;
  #isMeasured = false;

  constructor(owner: string, { monitor, mode }: Resolved<MonitorOptions>) {
    this.#owner = owner;
    this.name = monitor;
    this.#mode = mode;
  }

  /**
   * Looks up whether larger or smaller is better, before the first step.
   *
   * @throws RangeError when the log is a metric that declares no direction and `mode` is `auto`
   */
  begin(run: Partial<Pick<TrainingRun, 'metrics' | 'logNames'>>): void {
    this.#isMeasured = run.logNames?.includes(this.name) ?? false;
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

  /**
   * The value of the log.
   *
   * @returns undefined after an epoch whose validation data `validationFreq` leaves out
   * @throws RangeError when there is no such log, with the list of logs, or when neither `mode` nor a metric gives the
   * direction
   */
  read(logs: EpochLogs): number | undefined {
    const value = Object.hasOwn(logs, this.name) ? logs[this.name] : undefined;
    if (value === undefined) {
      if (this.#isMeasured) return undefined;
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
      `${this.#owner}: ${log} has no direction: larger or smaller may be better. Give mode: 'max' or mode: 'min', or give the ` +
        'Metric a direction.',
    );
  }
}
