import {
  cast,
  checkIndices,
  gather,
  IndexRangeError,
  logicalAnd,
  notEqual,
  reshape,
  scalar,
  type Tensor,
  tidy,
} from '@seqloom/backend';
import {
  type CallContext,
  EACH_STEP,
  type InitializerOption,
  type InputSpec,
  initializer,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Parameter,
  type Regularizer,
  regularizer,
  type Shape,
  type Stepping,
} from '@seqloom/nn';
import { boolean, optional, positiveInteger, rule } from '@seqloom/options';

/** Options of `Embedding`. */
export interface EmbeddingOptions extends LayerOptions {
  /** The number of ids: they run from 0 to `inputDim − 1`. */
  readonly inputDim: number;
  /** The length of the vector that stands for an id. */
  readonly outputDim: number;
  /** Default `uniform`: ±0.05. */
  readonly embeddingsInitializer?: InitializerOption;
  readonly embeddingsRegularizer?: Regularizer | undefined;
  /** Id 0 is padding: the layers that follow skip it. Default false. */
  readonly maskZero?: boolean;
  /** Initial vectors, row-major `[inputDim, outputDim]`, for instance of `embeddingMatrix`. Not saved as an option. */
  readonly weights?: Float32Array | undefined;
}

/**
 * A table that turns ids into vectors: row `id` of `embeddings`.
 *
 * Shapes: `ids [B, T]` int32 (floats are converted) → `[B, T, D]` float32; weights `embeddings [V, D]`. With `maskZero`
 * the mask is `ids ≠ 0`, `[B, T]`. Steps that a mask skips already stay skipped.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.Embedding`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new Embedding({ inputDim: 10_000, outputDim: 8 });
 * layer.build([null, 20]); // [null, 20, 8]
 * ```
 */
export class Embedding extends Layer<EmbeddingOptions, Tensor> {
  static readonly className: string = 'Embedding';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<EmbeddingOptions> = {
    inputDim: positiveInteger(),
    outputDim: positiveInteger(),
    embeddingsInitializer: initializer('uniform'),
    embeddingsRegularizer: regularizer(),
    maskZero: boolean(false),
    // The constructor checks it: its length depends on two other options.
    weights: optional(rule<Float32Array>(() => {})),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T]', minRank: 1 };
  #embeddings!: Parameter;

  constructor(options: EmbeddingOptions) {
    super(options);
    const { inputDim, outputDim, weights } = this.settings;
    if (
      weights !== undefined &&
      !(weights instanceof Float32Array && weights.length === inputDim * outputDim)
    ) {
      const got = weights instanceof Float32Array ? `${weights.length} values` : typeof weights;
      throw new RangeError(
        `${this.label}: weights must be a Float32Array of inputDim × outputDim = ${inputDim * outputDim} values, got ${got}.`,
      );
    }
  }

  protected override createParameters(): void {
    const { inputDim, outputDim, weights, embeddingsInitializer, embeddingsRegularizer } = this.settings;
    this.#embeddings = this.addParameter('embeddings', [inputDim, outputDim], {
      initializer: weights ? () => weights : embeddingsInitializer,
      regularizer: embeddingsRegularizer,
    });
  }

  /**
   * @throws RangeError naming the layer, for an id outside the table, and for float32 ids with a fraction or from 2^24 on,
   * which may be another id rounded (where the backend can tell cheaply)
   */
  protected call(x: Tensor, _context: CallContext): Tensor {
    if (x.dtype === 'float32') this.#checkFloats(x);
    const ids = x.dtype === 'int32' ? x : cast(x, 'int32');
    try {
      return gather(this.#embeddings.value, ids);
    } catch (error) {
      throw error instanceof IndexRangeError ? this.#outside(error) : error;
    }
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape, this.settings.outputDim];
  }

  /** None: it only looks up. */
  override countMultiplyAdds(): number {
    return 0;
  }

  override stepping(): Stepping {
    return this.settings.maskZero ? { ...EACH_STEP, padding: 0 } : EACH_STEP;
  }

  override computeMask(x: Tensor, mask?: Tensor): Tensor | undefined {
    if (!this.settings.maskZero) return mask;
    return tidy(() => {
      const counts = notEqual(x, scalar(0, x.dtype));
      if (!mask) return counts;
      const parts = x.shape.slice(mask.rank).map(() => 1);
      return logicalAnd(counts, reshape(mask, [...mask.shape, ...parts]));
    });
  }

  #checkFloats(ids: Tensor): void {
    try {
      checkIndices(ids, this.settings.inputDim);
    } catch (error) {
      if (error instanceof IndexRangeError) throw this.#outside(error);
      const { message } = error as Error;
      throw new RangeError(
        `${this.label}: float32 ids must be whole numbers below 2^24. Give ids as int32. ${message}`,
        { cause: error },
      );
    }
  }

  #outside(error: IndexRangeError): RangeError {
    const { inputDim } = this.settings;
    return new RangeError(
      `${this.label}: id ${error.index} is outside 0 … ${inputDim - 1}. Ids must be below inputDim = ${inputDim}.`,
      { cause: error },
    );
  }

  protected override savedOptions(): object {
    const { weights: _, ...options } = this.options;
    return options;
  }
}
