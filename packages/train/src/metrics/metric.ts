import { own, type Tensor, tidy } from '@seqloom/backend';
import { type PendingChange, warn } from '@seqloom/nn';
import {
  formatValue,
  functionOf,
  type OptionRules,
  oneOf,
  optional,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { checkObject } from '../values/check-object.ts';
import { checkReturned } from '../values/check-returned.ts';
import { combineCounts } from './counts.ts';

/** Whether larger (`max`) or smaller (`min`) is better. */
export type Direction = 'max' | 'min';

/** The definition of a metric. */
export interface MetricDefinition<Name extends string = string> {
  /** The key in logs: `accuracy` becomes `accuracy` and `valAccuracy`. */
  readonly name: Name;
  /**
   * Whether larger (`max`) or smaller (`min`) is better. Callbacks that watch the metric with `mode: 'auto'` need it; they do
   * not infer it from the name.
   */
  readonly direction?: Direction | undefined;
  /** Its other options as plain data, such as a threshold. A backup compares them: a run goes on only with equal ones. */
  readonly settings?: object | undefined;
  /**
   * The contribution of one batch, a vector. Runs inside `tidy`. `counts`, `[B]` or `[B, T]`, holds the weight of each sample
   * or time step: 0 where a mask leaves it out, otherwise its weight if the metric is weighted, or 1. It is bool for a mask
   * alone and undefined when all count 1.
   */
  readonly measure: (targets: Tensor, predictions: Tensor, counts?: Tensor) => Tensor;
  /**
   * How the vectors of the batches are combined: added element by element, or appended, for metrics that need all samples at
   * once, such as ranks. Default `add`.
   */
  readonly combine?: 'add' | 'append';
  /** Computes the metric from the combined vector. */
  readonly summarize: (gathered: Float64Array) => number;
}

const RULES: OptionRules<MetricDefinition> = {
  name: rule<string>(checkMetricName),
  direction: optional(oneOf(['max', 'min'])),
  settings: optional(rule<object>(checkObject)),
  measure: functionOf(),
  combine: oneOf(['add', 'append'], 'add'),
  summarize: functionOf(),
};

/** @throws TypeError unless the name can be a key in the logs */
export function checkMetricName(owner: string, option: string, name: unknown): void {
  if (typeof name === 'string' && name !== '') return;
  throw new TypeError(
    `${owner}: ${option} must be a non-empty string, the key in the logs, got ${formatValue(name)}.`,
  );
}

/**
 * A number measured over batches. Each batch is summed on the backend, and the sums are added in float64 on the host, so that
 * the result is that of the whole data set and not a mean over batches.
 *
 * Steps that a mask leaves out do not count. Weights of samples apply if the metric is listed in `weightedMetrics`.
 *
 * @throws TypeError or RangeError naming what is wrong in the definition
 *
 * @example
 * ```ts
 * const metric = accuracy();
 * metric.update(targets, predictions);
 * console.log(await metric.result());
 * ```
 */
export class Metric<Name extends string = string> {
  readonly name: Name;
  /** Whether larger or smaller is better; undefined if the definition does not say. */
  readonly direction: Direction | undefined;
  /** Its other options as plain data; undefined if the definition does not give them. */
  readonly settings: object | undefined;
  readonly #definition: Resolved<MetricDefinition>;
  #reported = false;
  #gathered: Float64Array | undefined;
  readonly #appended: ArrayLike<number>[] = [];
  #pending: Promise<void> = Promise.resolve();

  constructor(definition: MetricDefinition<Name>) {
    this.#definition = resolveOptions<MetricDefinition>('Metric', definition, RULES);
    this.name = definition.name;
    this.direction = definition.direction;
    this.settings = definition.settings;
  }

  /**
   * Adds one batch. The tensors still belong to the caller.
   *
   * @param mask `[B, T]`; ignored if its shape is not that of the first axes of the predictions
   * @param weights `[B]` or `[B, T]`
   * @throws ShapeError when weights do not fit; the errors of the metric for targets and predictions that it is not defined for
   */
  update(targets: Tensor, predictions: Tensor, mask?: Tensor, weights?: Tensor): void {
    this.prepare(targets, predictions, mask, weights).commit();
  }

  /** A metric of the same definition with another name in the logs, which has measured nothing yet. */
  renamed(name: string): Metric {
    return new Metric({ ...this.#definition, name });
  }

  /** Measures one batch. It is added when the change is committed. */
  prepare(targets: Tensor, predictions: Tensor, mask?: Tensor, weights?: Tensor): PendingChange {
    const measured = tidy(() => {
      const counts = combineCounts(predictions, mask, weights);
      if (counts) this.#reportIgnoredCounts(weights ? 'weights' : 'a mask');
      const measured: unknown = this.#definition.measure(targets, predictions, counts);
      return own(
        checkReturned(`Metric ${JSON.stringify(this.name)}: measure must return a tensor`, measured),
      );
    });
    return { commit: () => this.#take(measured), discard: () => measured.dispose() };
  }

  /** Warns once that a `measure` of two parameters ignores the counts. */
  #reportIgnoredCounts(what: string): void {
    if (this.#reported || this.#definition.measure.length !== 2) return;
    this.#reported = true;
    warn(
      `Metric ${JSON.stringify(this.name)}: got ${what}, but its measure(targets, predictions) takes no counts: all steps and samples ` +
        'count alike. Take counts as the third parameter.',
    );
  }

  #take(measured: Tensor): void {
    const reading = measured.data().finally(() => measured.dispose());
    this.#pending = Promise.all([this.#pending, reading]).then(([, values]) => this.#add(values));
    // A failed read shows in `result`; until then it must not count as an unhandled rejection.
    this.#pending.catch(() => {});
  }

  /** The metric over all batches since the last reset; NaN before the first. */
  async result(): Promise<number> {
    return this.resultOf([await this.gathered()]);
  }

  /** The metric over what `gathered` gave in several places; NaN where none has anything. */
  resultOf(parts: readonly (Float64Array | undefined)[]): number {
    const gathered = this.joined(parts);
    return gathered ? this.#definition.summarize(gathered) : Number.NaN;
  }

  /** What `gathered` would give for the batches of several places. */
  joined(parts: readonly (Float64Array | undefined)[]): Float64Array | undefined {
    const [first, ...more] = parts.filter((part) => part !== undefined);
    if (!first || more.length === 0) return first;
    if (this.#definition.combine === 'append') return join([first, ...more]);
    return more.reduce((sums, part) => sums.map((sum, i) => sum + part[i]!), first);
  }

  /** Removes all batches. */
  reset(): void {
    this.#pending = this.#pending
      .catch(() => {})
      .then(() => {
        this.#gathered = undefined;
        this.#appended.length = 0;
      });
  }

  /** What the batches since the last reset have given, for `restore`; undefined before the first. */
  async gathered(): Promise<Float64Array | undefined> {
    await this.#pending;
    return this.#definition.combine === 'append' ? join(this.#appended) : this.#gathered?.slice();
  }

  /** Goes on from what `gathered` gave. */
  restore(gathered: Float64Array | undefined): void {
    this.reset();
    this.#pending = this.#pending.then(() => {
      if (!gathered) return;
      if (this.#definition.combine === 'append') this.#appended.push(gathered);
      else this.#gathered = gathered.slice();
    });
  }

  #add(values: ArrayLike<number>): void {
    if (this.#definition.combine === 'append') {
      this.#appended.push(values);
      return;
    }
    this.#gathered ??= new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) this.#gathered[i]! += values[i]!;
  }
}

/** All parts one after another; undefined when there is none. */
function join(parts: readonly ArrayLike<number>[]): Float64Array | undefined {
  if (parts.length === 0) return undefined;
  const joined = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
