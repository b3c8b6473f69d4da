import { cast, div, expandDims, maximum, mean, scalar, sum, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  cannotStep,
  type InputSpec,
  type LayerRules,
  type Shape,
  type Stepping,
  zeroMaskedSteps,
} from '@seqloom/nn';
import { oneOf } from '@seqloom/options';
import { Embedding, type EmbeddingOptions } from './embedding.ts';

/** Options of `EmbeddingBag`. */
export interface EmbeddingBagOptions extends EmbeddingOptions {
  /** What becomes of the vectors of a sequence: their `mean` or their `sum`. Default `mean`. */
  readonly mode?: 'mean' | 'sum';
}

/**
 * The mean or the sum of the vectors of a sequence of ids, regardless of their order: an `Embedding` and a pooling over time. With one
 * column and `mode: 'sum'` it is a linear model of the features that a text has.
 *
 * Shapes: `ids [B, T]` int32 (floats are converted) → `[B, D]` float32; weights `embeddings [V, D]`. Steps of the mask that do not
 * count, and with `maskZero` those of id 0, are left out. A sequence without any step gives zeros.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `torch.nn.EmbeddingBag`; `maskZero` is its `padding_idx = 0`. Keras has none; weights are laid out as Keras' `Embedding`.
 *
 * @example
 * ```ts
 * const layer = new EmbeddingBag({ inputDim: 10_000, outputDim: 8, mode: 'sum', maskZero: true });
 * layer.build([null, 20]); // [null, 8]
 * ```
 */
export class EmbeddingBag extends Embedding {
  static override readonly className: string = 'EmbeddingBag';
  static override readonly rules: LayerRules<EmbeddingBagOptions> = {
    ...Embedding.rules,
    mode: oneOf(['mean', 'sum'], 'mean'),
  };
  declare readonly settings: Readonly<Required<Pick<EmbeddingBagOptions, 'mode'>>> & Embedding['settings'];
  protected override readonly inputSpec: InputSpec = { layout: '[B, T]', rank: 2 };

  constructor(options: EmbeddingBagOptions) {
    super(options);
  }

  protected override call(ids: Tensor, context: CallContext): Tensor {
    const counts = super.computeMask(ids, context.mask);
    const vectors = super.call(ids, context);
    const summed = this.settings.mode === 'sum';
    if (!counts) return summed ? sum(vectors, 1) : mean(vectors, 1);
    const total = sum(zeroMaskedSteps(vectors, counts), 1);
    if (summed) return total;
    const steps = expandDims(sum(cast(counts, 'float32'), 1), -1);
    return div(total, maximum(steps, scalar(1)));
  }

  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([batch = null]: Shape): Shape {
    return [batch, this.settings.outputDim];
  }

  /** None: the mask is used up. */
  override computeMask(): undefined {
    return undefined;
  }

  override stepping(): Stepping {
    throw cannotStep(this.label, 'it gives one vector for all steps');
  }
}
