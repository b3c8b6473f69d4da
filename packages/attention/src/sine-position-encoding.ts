import { add, type Tensor, tensor, zeros } from '@seqloom/backend';
import { type InputSpec, Layer, type LayerOptions, type LayerRules, positive } from '@seqloom/nn';

/** Options of `SinePositionEncoding`. */
export interface SinePositionEncodingOptions extends LayerOptions {
  /** The longest wavelength is 2π times this number of steps; default 10,000. */
  readonly maxWavelength?: number;
}

/**
 * A fixed vector for every position, to be added to the vectors of the words there: feature `2i` is
 * `sin(t / w^(2i/D))`, feature `2i + 1` is `cos(t / w^(2i/D))`, w being `maxWavelength`. What it gives depends on the shape of
 * its input alone.
 *
 * Shapes: `x [B, T, D]` → the same, float32. A mask passes through.
 *
 * @throws RangeError or TypeError when `maxWavelength` is not positive
 *
 * **Source**: `keras_hub.layers.SinePositionEncoding`; Vaswani et al. 2017.
 *
 * @example
 * ```ts
 * const placed = new Add().apply([words, new SinePositionEncoding().apply(words)]);
 * ```
 */
export class SinePositionEncoding extends Layer<SinePositionEncodingOptions, Tensor> {
  static readonly className: string = 'SinePositionEncoding';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<SinePositionEncodingOptions> = { maxWavelength: positive(10_000) };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, D]', rank: 3 };

  // No documentation comment: it would hide that of the class from whoever hovers the constructor.
  constructor(options: SinePositionEncodingOptions = {}) {
    super(options);
  }

  protected call(x: Tensor): Tensor {
    const [, time, features] = x.shape as [number, number, number];
    const { maxWavelength } = this.settings;
    const values = Float32Array.from({ length: time * features }, (_, at) => {
      const [t, feature] = [Math.floor(at / features), at % features];
      const pair = 2 * Math.floor(feature / 2);
      const angle = t / maxWavelength ** (pair / features);
      return feature === pair ? Math.sin(angle) : Math.cos(angle);
    });
    return add(zeros(x.shape), tensor(values, [1, time, features]));
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return mask;
  }
}
