import {
  add,
  averagePool1d,
  concat,
  dense,
  matMul,
  reshape,
  slice,
  sub,
  type Tensor,
  tile,
  transpose,
} from '@seqloom/backend';
import { boolean, formatValue, rule } from '@seqloom/options';
import type { InitializerOption } from './initializers.ts';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import type { Parameter } from './parameter.ts';
import { initializer, steps } from './rules.ts';
import type { Shape } from './shape.ts';

/** Options of `DLinear`. */
export interface DLinearOptions extends LayerOptions {
  /** H: steps to forecast. */
  readonly horizon: number;
  /** Steps of the moving average, odd; default 25. */
  readonly kernelSize?: number;
  /** Whether each feature has weights of its own; default false: all share them. */
  readonly individual?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
}

/** The weights of one part of the decomposition. */
interface LinearMap {
  readonly kernel: Parameter;
  readonly bias: Parameter;
}

/**
 * Forecasts the next steps of each feature from its own past: a moving average parts the trend from the rest, and each part has a
 * linear map over time.
 *
 * `trend = movingAverage(x)`, of `kernelSize` steps around each one with the first and the last step repeated beyond the ends;
 * `y = (x − trend) · Wₛ + bₛ + trend · Wₜ + bₜ` along the time axis.
 *
 * Shapes: `x [B, T, C]` float32 → `[B, H, C]`. Weights: `seasonalKernel` and `trendKernel [T, H]`, `seasonalBias` and `trendBias [H]`;
 * with `individual` `[C, T, H]` and `[C, H]`. The layer takes no mask.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: Zeng et al. 2022, "Are Transformers Effective for Time Series Forecasting?".
 *
 * @example
 * ```ts
 * new DLinear({ horizon: 96 }).build([null, 336, 7]); // [null, 96, 7]
 * ```
 */
export class DLinear extends Layer<DLinearOptions, Tensor> {
  static readonly className: string = 'DLinear';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<DLinearOptions> = {
    horizon: steps(),
    kernelSize: rule(checkKernelSize, 25),
    individual: boolean(false),
    kernelInitializer: initializer('glorotUniform'),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, C]', rank: 3, fixedAxes: [1, 2] };
  #seasonal!: LinearMap;
  #trend!: LinearMap;

  protected override createParameters([, time, features]: Shape): void {
    this.#seasonal = this.#addMap('seasonal', time!, features!);
    this.#trend = this.#addMap('trend', time!, features!);
  }

  protected call(x: Tensor): Tensor {
    const trend = movingAverage(x, this.settings.kernelSize);
    const map = this.settings.individual ? mapEach : mapShared;
    return add(map(sub(x, trend), this.#seasonal), map(trend, this.#trend));
  }

  override computeOutputShape([batch = null, , features = null]: Shape): Shape {
    return [batch, this.settings.horizon, features];
  }

  override countMultiplyAdds([batch, time, features]: readonly number[]): number {
    return 2 * batch! * features! * time! * this.settings.horizon;
  }

  #addMap(part: string, time: number, features: number): LinearMap {
    const { horizon, individual, kernelInitializer } = this.settings;
    const each = individual ? [features] : [];
    return {
      kernel: this.addParameter(`${part}Kernel`, [...each, time, horizon], {
        initializer: kernelInitializer,
      }),
      bias: this.addParameter(`${part}Bias`, [...each, horizon], { initializer: 'zeros' }),
    };
  }
}

/** The mean of the steps around each step, the ends repeated. */
function movingAverage(x: Tensor, kernelSize: number): Tensor {
  const [batch, time, features] = x.shape as [number, number, number];
  const beyond = (kernelSize - 1) / 2;
  if (beyond === 0) return x;
  const end = (step: number) => tile(slice(x, [0, step, 0], [batch, 1, features]), [1, beyond, 1]);
  return averagePool1d(concat([end(0), x, end(time - 1)], 1), {
    poolSize: kernelSize,
    stride: 1,
    padding: [0, 0],
  });
}

/** `[B, T, C]` → `[B, H, C]`, with one map for all features. */
function mapShared(x: Tensor, { kernel, bias }: LinearMap): Tensor {
  return transpose(dense({ x: transpose(x, [0, 2, 1]), kernel: kernel.value, bias: bias.value }), [0, 2, 1]);
}

/** `[B, T, C]` → `[B, H, C]`, with a map for each feature. */
function mapEach(x: Tensor, { kernel, bias }: LinearMap): Tensor {
  const [features, horizon] = bias.value.shape as [number, number];
  const y = matMul(transpose(x, [2, 0, 1]), kernel.value);
  return transpose(add(y, reshape(bias.value, [features, 1, horizon])), [1, 2, 0]);
}

function checkKernelSize(owner: string, option: string, value: unknown): void {
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) % 2 === 1) return;
  throw new RangeError(
    `${owner}: ${option} must be an odd positive integer, got ${formatValue(value)}. The average lies around its step.`,
  );
}
