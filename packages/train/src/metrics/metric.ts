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
import { combineCounts } from './counts.ts';

/** Which way a number is better: larger or smaller. */
export type Direction = 'max' | 'min';

/** What makes a metric. */
export interface MetricDefinition<Name extends string = string> {
  /** The key in logs: `accuracy` becomes `accuracy` and `valAccuracy`. */
  readonly name: Name;
  /**
   * Whether larger (`max`) or smaller (`min`) numbers are better. Callbacks that watch the metric with `mode: 'auto'` need
   * it; they infer nothing from the name.
   */
  readonly direction?: Direction | undefined;
  /**
   * One batch's contribution, a vector. Runs inside `tidy`. `counts`, `[B]` or `[B, T]`, says how much each sample or time
   * step counts: 0 where a mask leaves it out, otherwise its weight where the metric is weighted; bool for a mask alone.
   * Absent when all count 1.
   */
  readonly measure: (targets: Tensor, predictions: Tensor, counts?: Tensor) => Tensor;
  /**
   * Whether the vectors of all batches are added up, element by element, or appended one to another, for what depends on
   * all samples at once, such as ranks. Default `add`.
   */
  readonly combine?: 'add' | 'append';
  /** The metric of what the batches gave together. */
  readonly summarize: (gathered: Float64Array) => number;
}

const RULES: OptionRules<MetricDefinition> = {
  name: rule<string>(checkMetricName),
  direction: optional(oneOf(['max', 'min'])),
  measure: functionOf(),
  combine: oneOf(['add', 'append'], 'add'),
  summarize: functionOf(),
};

/** @throws TypeError unless the name can be a key in the logs */
export function checkMetricName(owner: string, option: string, name: unknown): void {
  if (typeof name === 'string' && name !== '') return;
  throw new TypeError(`${owner}: ${option} must be a text, the key in the logs, got ${formatValue(name)}.`);
}

/**
 * A number that is gathered over batches: sums per batch on the backend, added up in float64 on the host. So the result
 * is that of the whole data set, not a mean of batches' results.
 *
 * Steps that a mask leaves out do not count. Weights of samples count where the metric is given as a weighted one.
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
  /** Which way the metric is better; undefined where its definition does not state it. */
  readonly direction: Direction | undefined;
  readonly #definition: Resolved<MetricDefinition>;
  #reported = false;
  #gathered: Float64Array | undefined;
  readonly #appended: ArrayLike<number>[] = [];
  #pending: Promise<void> = Promise.resolve();

  constructor(definition: MetricDefinition<Name>) {
    this.#definition = resolveOptions<MetricDefinition>('Metric', definition, RULES);
    this.name = definition.name;
    this.direction = definition.direction;
  }

  /**
   * Takes one batch in. The tensors stay the caller's.
   *
   * @param mask `[B, T]`; one of another shape than the predictions' first axes belongs to other steps and is not looked at
   * @param weights `[B]` or `[B, T]`
   * @throws ShapeError when weights do not fit; what the metric says of targets and predictions that it has no meaning for
   */
  update(targets: Tensor, predictions: Tensor, mask?: Tensor, weights?: Tensor): void {
    this.prepare(targets, predictions, mask, weights).commit();
  }

  /** Measures one batch, which counts only when the change is committed. */
  prepare(targets: Tensor, predictions: Tensor, mask?: Tensor, weights?: Tensor): PendingChange {
    const measured = tidy(() => {
      const counts = combineCounts(predictions, mask, weights);
      if (counts) this.#reportIgnoredCounts(weights ? 'weights' : 'a mask');
      return own(this.#definition.measure(targets, predictions, counts));
    });
    return { commit: () => this.#take(measured), discard: () => measured.dispose() };
  }

  /** Says once, as a warning, that a `measure` of two parameters takes no notice of what counts. */
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
    await this.#pending;
    const gathered = this.#definition.combine === 'append' ? join(this.#appended) : this.#gathered;
    return gathered ? this.#definition.summarize(gathered) : Number.NaN;
  }

  /** Begins anew. */
  reset(): void {
    this.#pending = this.#pending
      .catch(() => {})
      .then(() => {
        this.#gathered = undefined;
        this.#appended.length = 0;
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
