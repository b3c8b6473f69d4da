import {
  add,
  div,
  mean,
  mul,
  reshape,
  scalar,
  slice,
  sqrt,
  square,
  sub,
  type Tensor,
} from '@seqloom/backend';
import { count, formatValue, oneOf, optional, positive, rule } from '@seqloom/options';
import type { CallContext } from './context.ts';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import { firstOutput, type LayerOptions, type LayerRules } from './layer-contract.ts';
import { formatShape, type Shape, ShapeError } from './shape.ts';

/** Options of `ReversibleNormalization`. */
export interface ReversibleNormalizationOptions extends LayerOptions {
  /** What forecasts: from `[B, T, C]` to `[B, H, C]`, or to `[B, …]` of one feature. */
  readonly layer: Layer;
  /**
   * What is taken from each feature of a window and given back to the forecast. `standard`: its mean and its standard deviation; `last`:
   * its last value. Default `standard`.
   */
  readonly mode?: 'standard' | 'last';
  /** The number of the feature that is forecast, where the layer forecasts one of them; default all. */
  readonly feature?: number | undefined;
  /** Added to the variance; default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Runs a layer on windows without their level, and gives its forecasts the level of their window back: what it has learned in one
 * year fits another one with other means.
 *
 * `standard`: `y = layer((x − μ) / σ) · σ + μ`, with the mean μ over time and `σ = √(variance + epsilon)` of each window and feature;
 * `last`: `y = layer(x − x_T) + x_T`. There are no weights besides those of the layer.
 *
 * Shapes: `x [B, T, C]` float32 → what the layer gives: `[B, H, C]`, or with `feature` `[B, …]`. The layer takes no mask.
 *
 * @throws TypeError when `layer` is not a layer, ShapeError when its output has not C features, or there is no feature of that number;
 * RangeError naming another option that is wrong
 *
 * **Source**: Kim et al. 2022 (RevIN, without its affine weights) for `standard`; Zeng et al. 2022 (NLinear) for `last`.
 *
 * @example
 * ```ts
 * const layer = new ReversibleNormalization({ layer: new DLinear({ horizon: 96 }), mode: 'last' });
 * layer.build([null, 336, 7]); // [null, 96, 7]
 * ```
 */
export class ReversibleNormalization extends Layer<ReversibleNormalizationOptions, Tensor> {
  static readonly className: string = 'ReversibleNormalization';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<ReversibleNormalizationOptions> = {
    layer: rule(checkLayer),
    mode: oneOf(['standard', 'last'], 'standard'),
    feature: optional(count()),
    epsilon: positive(1e-5),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, C]', rank: 3, fixedAxes: [-1] };

  protected override createParameters(inputShape: Shape): void {
    this.addLayer(this.options.layer, inputShape);
  }

  protected call(x: Tensor, context: CallContext): Tensor {
    const { layer, mode, epsilon } = this.settings;
    const [batch, time, features] = x.shape as [number, number, number];
    const center = mode === 'last' ? slice(x, [0, time - 1, 0], [batch, 1, features]) : mean(x, [1], true);
    const difference = sub(x, center);
    const forecast = (window: Tensor) =>
      firstOutput(layer.apply(window, { ...context, mask: undefined, initialState: undefined }));
    if (mode === 'last') {
      const y = forecast(difference);
      return add(y, this.#level(center, y));
    }
    const spread = sqrt(add(mean(square(difference), [1], true), scalar(epsilon)));
    const y = forecast(div(difference, spread));
    return add(mul(y, this.#level(spread, y)), this.#level(center, y));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const { layer, feature } = this.settings;
    const features = inputShape[2]!;
    const output = layer.computeOutputShape(inputShape);
    if (feature !== undefined) {
      if (feature < features) return output;
      throw new ShapeError(
        `${this.label}: feature must be the number of one of the ${features} features, got ${feature}.`,
      );
    }
    if (output.length === 3 && output[2] === features) return output;
    throw new ShapeError(
      `${this.label}: its layer must forecast all ${features} features, [B, H, ${features}], got ${formatShape(output)}. Give the number of the ` +
        'feature that it forecasts.',
    );
  }

  override countMultiplyAdds(inputShape: readonly number[]): number {
    return this.settings.layer.countMultiplyAdds(inputShape);
  }

  /** A statistic `[B, 1, C]` in a shape that broadcasts to the output. */
  #level(statistic: Tensor, { shape }: Tensor): Tensor {
    const { feature } = this.settings;
    if (feature === undefined) return statistic;
    const batch = statistic.shape[0]!;
    const one = slice(statistic, [0, 0, feature], [batch, 1, 1]);
    return reshape(one, [batch, ...shape.slice(1).map(() => 1)]);
  }
}

function checkLayer(owner: string, option: string, value: unknown): void {
  if (value instanceof Layer) return;
  throw new TypeError(`${owner}: ${option} must be a layer, got ${formatValue(value)}.`);
}
