import {
  add,
  concat,
  dense,
  gruSequence,
  mul,
  reshape,
  slice,
  type Tensor,
  tile,
  transpose,
  zeros,
} from '@seqloom/backend';
import {
  boolean,
  type CallContext,
  dropoutMask,
  fraction,
  type InitializerOption,
  type InputSpec,
  initializer,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Parameter,
  positiveInteger,
  type Shape,
  ShapeError,
  steps,
} from '@seqloom/nn';

/** Options of `SegmentGRU`. */
export interface SegmentGRUOptions extends LayerOptions {
  /** U: size of the state, even. */
  readonly units: number;
  /** W: steps of a segment; it divides the steps of a window and the horizon. */
  readonly segmentLength: number;
  /** H: steps to forecast. */
  readonly horizon: number;
  /** Share of the states dropped before the output while training; default 0. */
  readonly dropout?: number;
  /** Whether the place of a feature among the features is known when its future is decoded; default true. */
  readonly channelEmbedding?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  /** Default `orthogonal`. */
  readonly recurrentInitializer?: InitializerOption;
  /** Of positions and features; default normal with standard deviation 1. */
  readonly embeddingsInitializer?: InitializerOption;
}

/**
 * Forecasts the next steps of each feature from its own past with a GRU that reads segments, not steps: 720 steps in segments of 48 are
 * 15 steps of the GRU. The segments to forecast are decoded at once, each from the last state and what says which segment it is.
 *
 * Encoder, for each feature: `eᵢ = relu(xᵢ · W + b)` of segment `xᵢ [W]`, `hᵢ = GRU(eᵢ, hᵢ₋₁)`. Decoder, for each segment j to come:
 * `gⱼ = GRU(pⱼ, hₙ)` with the same weights, `yⱼ = dropout(gⱼ) · V + c`; pⱼ is the embedding of position j, half of it that of the
 * feature with `channelEmbedding`.
 *
 * Shapes: `x [B, T, C]` float32 → `[B, H, C]`. Weights, gates in the order z r n: `segmentKernel [W, U]`, `segmentBias [U]`,
 * `kernel [U, 3U]`, `recurrentKernel [U, 3U]`, `bias [2, 3U]`, `positionEmbeddings [H/W, U]`, `outputKernel [U, W]`, `outputBias [W]`;
 * with `channelEmbedding` `positionEmbeddings [H/W, U/2]` and `channelEmbeddings [C, U/2]`. The layer takes no mask. In the paper it reads
 * windows less their last value: see `ReversibleNormalization`.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError for windows of another length than whole segments
 *
 * **Source**: Lin et al. 2023, SegRNN, with parallel multi-step forecasting.
 *
 * @example
 * ```ts
 * const layer = new SegmentGRU({ units: 128, segmentLength: 48, horizon: 96, dropout: 0.5 });
 * layer.build([null, 720, 7]); // [null, 96, 7]
 * ```
 */
export class SegmentGRU extends Layer<SegmentGRUOptions, Tensor> {
  static readonly className: string = 'SegmentGRU';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<SegmentGRUOptions> = {
    units: positiveInteger(),
    segmentLength: steps(),
    horizon: steps(),
    dropout: fraction(0),
    channelEmbedding: boolean(true),
    kernelInitializer: initializer('glorotUniform'),
    recurrentInitializer: initializer('orthogonal'),
    embeddingsInitializer: initializer({ type: 'randomNormal', stddev: 1 }),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, C]', rank: 3, fixedAxes: [1, 2] };
  #segment!: LinearWeights;
  #gru!: Readonly<Record<'kernel' | 'recurrentKernel' | 'bias', Parameter>>;
  #positions!: Parameter;
  #channels: Parameter | undefined;
  #output!: LinearWeights;

  constructor(options: SegmentGRUOptions) {
    super(options);
    const { units, segmentLength, horizon, channelEmbedding } = this.settings;
    if (horizon % segmentLength !== 0) {
      throw new RangeError(
        `SegmentGRU: horizon must be a multiple of segmentLength ${segmentLength}, got ${horizon}. Give a segmentLength that divides it.`,
      );
    }
    if (channelEmbedding && units % 2 !== 0) {
      throw new RangeError(
        `SegmentGRU: units must be even with channelEmbedding, which takes one half, got ${units}.`,
      );
    }
  }

  protected override createParameters([, , features]: Shape): void {
    const { units, segmentLength, horizon, channelEmbedding } = this.settings;
    const { kernelInitializer, recurrentInitializer, embeddingsInitializer } = this.settings;
    const add = (name: string, shape: readonly number[], initializer: InitializerOption) =>
      this.addParameter(name, shape, { initializer });
    this.#segment = {
      kernel: add('segmentKernel', [segmentLength, units], kernelInitializer),
      bias: add('segmentBias', [units], 'zeros'),
    };
    this.#gru = {
      kernel: add('kernel', [units, 3 * units], kernelInitializer),
      recurrentKernel: add('recurrentKernel', [units, 3 * units], recurrentInitializer),
      bias: add('bias', [2, 3 * units], 'zeros'),
    };
    const width = channelEmbedding ? units / 2 : units;
    this.#positions = add('positionEmbeddings', [horizon / segmentLength, width], embeddingsInitializer);
    if (channelEmbedding)
      this.#channels = add('channelEmbeddings', [features!, width], embeddingsInitializer);
    this.#output = {
      kernel: add('outputKernel', [units, segmentLength], kernelInitializer),
      bias: add('outputBias', [segmentLength], 'zeros'),
    };
  }

  protected call(x: Tensor, { training, random }: CallContext): Tensor {
    const { units, segmentLength, horizon, dropout } = this.settings;
    const [batch, time, features] = x.shape as [number, number, number];
    const rows = batch * features;
    const series = reshape(transpose(x, [0, 2, 1]), [rows, time / segmentLength, segmentLength]);
    const segments = dense({ x: series, ...valuesOf(this.#segment), activation: 'relu' });
    const state = this.#run(segments); // [B·C, U]

    const ahead = horizon / segmentLength;
    const repeated = reshape(tile(reshape(state, [rows, 1, units]), [1, ahead, 1]), [rows * ahead, units]);
    const decoded = this.#run(this.#places(batch, features, ahead), repeated);
    const kept =
      training && dropout > 0
        ? mul(decoded, dropoutMask(decoded.shape, dropout, random(this.path)))
        : decoded;
    const y = dense({ x: kept, ...valuesOf(this.#output) });
    return transpose(reshape(y, [batch, features, horizon]), [0, 2, 1]);
  }

  override computeOutputShape([batch = null, time = null, features = null]: Shape): Shape {
    const { segmentLength, horizon } = this.settings;
    if (time === null || time % segmentLength === 0) return [batch, horizon, features];
    throw new ShapeError(
      `${this.label}: expected windows of whole segments of ${segmentLength} steps, got ${time} steps. Give another lookback or segmentLength.`,
    );
  }

  override countMultiplyAdds([batch, time, features]: readonly number[]): number {
    const { units, segmentLength, horizon } = this.settings;
    const perSegment = units * segmentLength + 6 * units * units;
    return (batch! * features! * (time! + horizon) * perSegment) / segmentLength;
  }

  /** The last state of the GRU over a sequence. */
  #run(x: Tensor, h0?: Tensor): Tensor {
    const { kernel, recurrentKernel, bias } = this.#gru;
    const columns = 3 * this.settings.units;
    const row = (i: number) => reshape(slice(bias.value, [i, 0], [1, columns]), [columns]);
    return gruSequence({
      x,
      kernel: kernel.value,
      recurrentKernel: recurrentKernel.value,
      bias: row(0),
      recurrentBias: row(1),
      h0,
    }).hLast;
  }

  /** What says which segment of which feature is decoded, `[B·C·ahead, 1, U]`. */
  #places(batch: number, features: number, ahead: number): Tensor {
    const positions = this.#positions.value;
    const width = positions.shape[1]!;
    const repeat = (table: Tensor, shape: readonly number[]) =>
      add(zeros([features, ahead, width]), reshape(table, shape));
    const position = repeat(positions, [1, ahead, width]);
    const place = this.#channels
      ? concat([position, repeat(this.#channels.value, [features, 1, width])], -1)
      : position;
    return reshape(tile(reshape(place, [1, -1]), [batch, 1]), [
      batch * features * ahead,
      1,
      this.settings.units,
    ]);
  }
}

/** A kernel with its bias. */
interface LinearWeights {
  readonly kernel: Parameter;
  readonly bias: Parameter;
}

function valuesOf({ kernel, bias }: LinearWeights): { readonly kernel: Tensor; readonly bias: Tensor } {
  return { kernel: kernel.value, bias: bias.value };
}
