import { cast, checkIndices, gather, IndexRangeError, notEqual, scalar, type Tensor } from '@seqloom/backend';
import {
  checkRegularizer,
  getInitializer,
  type InitializerOption,
  type InputSpec,
  Layer,
  type LayerOptions,
  type OptionNames,
  type Parameter,
  type Regularizer,
  type Shape,
} from '@seqloom/nn';
import { checkBoolean, checkPositiveInteger } from '@seqloom/options';

/** Options of `Embedding`. */
export interface EmbeddingOptions extends LayerOptions {
  /** The number of ids: they run from 0 to `inputDim − 1`. */
  readonly inputDim: number;
  /** The length of the vector that stands for an id. */
  readonly outputDim: number;
  /** Default `uniform`: ±0.05. */
  readonly embeddingsInitializer?: InitializerOption;
  readonly embeddingsRegularizer?: Regularizer;
  /** Id 0 is padding: the layers that follow skip it. Default false. */
  readonly maskZero?: boolean;
  /** Initial vectors, row-major `[inputDim, outputDim]`, for instance of `embeddingMatrix`. Not saved as an option. */
  readonly weights?: Float32Array;
}

/**
 * A table that turns ids into vectors: row `id` of `embeddings`.
 *
 * Shapes: `ids [B, T]` int32 (floats are converted) → `[B, T, D]` float32; weights `embeddings [V, D]`. With `maskZero`
 * the mask is `ids ≠ 0`, `[B, T]`.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.Embedding`, same defaults and layout.
 *
 * @example
 * ```ts
 * const layer = new Embedding({ inputDim: 10_000, outputDim: 8 });
 * layer.initialize([null, 20]); // [null, 20, 8]
 * ```
 */
export class Embedding extends Layer<EmbeddingOptions> {
  static readonly className: string = 'Embedding';
  static readonly optionNames: OptionNames<EmbeddingOptions> = {
    inputDim: true,
    outputDim: true,
    embeddingsInitializer: true,
    embeddingsRegularizer: true,
    maskZero: true,
    weights: true,
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T]', minRank: 1 };
  #embeddings!: Parameter;

  constructor(options: EmbeddingOptions) {
    super(options);
    const { inputDim, outputDim, weights } = options;
    checkPositiveInteger('Embedding', 'inputDim', inputDim);
    checkPositiveInteger('Embedding', 'outputDim', outputDim);
    checkBoolean('Embedding', 'maskZero', options.maskZero ?? false);
    getInitializer('Embedding: embeddingsInitializer', options.embeddingsInitializer ?? 'uniform');
    checkRegularizer('Embedding', 'embeddingsRegularizer', options.embeddingsRegularizer);
    if (
      weights !== undefined &&
      !(weights instanceof Float32Array && weights.length === inputDim * outputDim)
    ) {
      const got = weights instanceof Float32Array ? `${weights.length} values` : typeof weights;
      throw new RangeError(
        `Embedding: weights must be a Float32Array of inputDim × outputDim = ${inputDim * outputDim} values, got ${got}.`,
      );
    }
  }

  protected build(): void {
    const { inputDim, outputDim, weights, embeddingsInitializer = 'uniform' } = this.options;
    this.#embeddings = this.addParameter('embeddings', [inputDim, outputDim], {
      initializer: weights ? () => weights : embeddingsInitializer,
      regularizer: this.options.embeddingsRegularizer,
    });
  }

  /** @throws RangeError naming the layer, an id outside the table and the range (where the backend can tell cheaply) */
  protected call(x: Tensor): Tensor {
    try {
      if (x.dtype === 'float32') checkIndices(x, this.options.inputDim);
      const ids = x.dtype === 'int32' ? x : cast(x, 'int32');
      return gather(this.#embeddings.value, ids);
    } catch (error) {
      if (!(error instanceof IndexRangeError)) throw error;
      const { inputDim } = this.options;
      throw new RangeError(
        `${this.label}: id ${error.index} is outside 0 … ${inputDim - 1}. Ids must be below inputDim = ${inputDim}.`,
        { cause: error },
      );
    }
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape, this.options.outputDim];
  }

  override computeMask(x: Tensor): Tensor | undefined {
    return this.options.maskZero ? notEqual(x, scalar(0, x.dtype)) : undefined;
  }

  protected override savedOptions(): object {
    const { weights: _, ...options } = this.options;
    return options;
  }
}
