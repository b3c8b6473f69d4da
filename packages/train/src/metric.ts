import { own, type Tensor, tidy } from '@seqloom/backend';
import type { PendingChange } from '@seqloom/nn';
import { checkFunction, checkOneOf, checkOptions, formatValue } from '@seqloom/options';

/** Which way a number is better: larger or smaller. */
export type Direction = 'max' | 'min';

/** What makes a metric. */
export interface MetricDefinition {
  /** The key in logs: `accuracy` becomes `accuracy` and `valAccuracy`. */
  readonly name: string;
  /**
   * Whether larger (`max`) or smaller (`min`) numbers are better. Callbacks that watch the metric with `mode: 'auto'` need
   * it; they infer nothing from the name.
   */
  readonly direction?: Direction;
  /**
   * One batch's contribution, a vector `[K]` that is added up over batches. Runs inside `tidy`. The mask, `[B, T]` bool,
   * says which time steps count; absent when all do.
   */
  readonly measure: (targets: Tensor, predictions: Tensor, mask?: Tensor) => Tensor;
  /** The metric of the sums over all batches. */
  readonly summarize: (sums: Float64Array) => number;
}

/**
 * A number that is gathered over batches: sums per batch on the backend, added up in float64 on the host. So the result
 * is that of the whole data set, not a mean of batches' results.
 *
 * @example
 * ```ts
 * const metric = accuracy();
 * metric.update(targets, predictions);
 * console.log(await metric.result());
 * ```
 */
export class Metric {
  readonly name: string;
  /** Which way the metric is better; undefined where its definition does not state it. */
  readonly direction: Direction | undefined;
  readonly #definition: MetricDefinition;
  #sums: Float64Array | undefined;
  #pending: Promise<void> = Promise.resolve();

  /**
   * @throws TypeError or RangeError naming what is wrong in the definition
   */
  constructor(definition: MetricDefinition) {
    checkOptions('Metric', definition, { name: true, direction: true, measure: true, summarize: true });
    const { name, direction, measure, summarize } = definition;
    if (typeof name !== 'string' || name === '') {
      throw new TypeError(`Metric: name must be a text, the key in the logs, got ${formatValue(name)}.`);
    }
    if (direction !== undefined) checkOneOf('Metric', 'direction', direction, ['max', 'min']);
    checkFunction('Metric', 'measure', measure);
    checkFunction('Metric', 'summarize', summarize);
    this.name = name;
    this.direction = direction;
    this.#definition = definition;
  }

  /** Takes one batch in. The tensors stay the caller's. */
  update(targets: Tensor, predictions: Tensor, mask?: Tensor): void {
    this.prepare(targets, predictions, mask).commit();
  }

  /** Measures one batch, which counts only when the change is committed. */
  prepare(targets: Tensor, predictions: Tensor, mask?: Tensor): PendingChange {
    const measured = tidy(() => own(this.#definition.measure(targets, predictions, mask)));
    return { commit: () => this.#take(measured), discard: () => measured.dispose() };
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
    return this.#sums ? this.#definition.summarize(this.#sums) : Number.NaN;
  }

  /** Begins anew. */
  reset(): void {
    this.#pending = this.#pending
      .catch(() => {})
      .then(() => {
        this.#sums = undefined;
      });
  }

  #add(values: ArrayLike<number>): void {
    this.#sums ??= new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) this.#sums[i]! += values[i]!;
  }
}
