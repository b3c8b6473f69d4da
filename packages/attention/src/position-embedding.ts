import { add, reshape, slice, type Tensor, zeros } from '@seqloom/backend';
import {
  type InitializerOption,
  type InputSpec,
  initializer,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Parameter,
  type Shape,
  ShapeError,
  steps,
} from '@seqloom/nn';

/** Options of `PositionEmbedding`. */
export interface PositionEmbeddingOptions extends LayerOptions {
  /** The most steps of an input. */
  readonly sequenceLength: number;
  /** Default `glorotUniform`. */
  readonly initializer?: InitializerOption;
}

/**
 * A learned vector for every position, to be added to the vectors of the words there: what it gives depends on the shape of
 * its input alone.
 *
 * Shapes: `x [B, T, D]`, `T ≤ sequenceLength` → the same; weight `embeddings [sequenceLength, D]`. A mask passes through.
 *
 * @throws RangeError or TypeError naming the option that is wrong, ShapeError for a longer sequence
 *
 * **Source**: `keras_hub.layers.PositionEmbedding`.
 *
 * @example
 * ```ts
 * const positions = new PositionEmbedding({ sequenceLength: 200 }).apply(words);
 * const placed = new Add().apply([words, positions]);
 * ```
 */
export class PositionEmbedding extends Layer<PositionEmbeddingOptions, Tensor> {
  static readonly className: string = 'PositionEmbedding';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<PositionEmbeddingOptions> = {
    sequenceLength: steps(),
    initializer: initializer('glorotUniform'),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, D]', rank: 3, fixedAxes: [-1] };
  #embeddings!: Parameter;

  protected override createParameters([, , features]: Shape): void {
    const { sequenceLength, initializer } = this.settings;
    this.#embeddings = this.addParameter('embeddings', [sequenceLength, features!], { initializer });
  }

  protected call(x: Tensor): Tensor {
    const [, time, features] = x.shape as [number, number, number];
    const table = slice(this.#embeddings.value, [0, 0], [time, features]);
    return add(zeros(x.shape), reshape(table, [1, time, features]));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const { sequenceLength } = this.settings;
    if ((inputShape[1] ?? 0) <= sequenceLength) return inputShape;
    throw new ShapeError(
      `${this.label}: has ${sequenceLength} positions, got a sequence of ${inputShape[1]} steps. Raise sequenceLength.`,
    );
  }

  /** None: it only looks up. */
  override countMultiplyAdds(): number {
    return 0;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}
