import { dense, gather, reshape, type Tensor, transpose } from '@seqloom/backend';
import {
  type LayerOptions,
  type LayerRules,
  MultiInputLayer,
  type Parameter,
  positiveInteger,
  type Shape,
} from '@seqloom/nn';

/** Options of {@link CandidateLogits}. */
export interface CandidateLogitsOptions extends LayerOptions {
  /** V: the number of words. */
  readonly vocabulary: number;
}

/**
 * The logits of some words, the candidates of a batch, in place of all: `states · kernel[candidates]ᵀ + bias[candidates]`. A softmax over
 * them costs a tenth of one over a vocabulary.
 *
 * Shapes: states `[B, T, U]` and candidates `[B, K]` int32, which hold for all rows together → `[B, T, B · K]`; weights `kernel [V, U]`,
 * `bias [V, 1]`.
 *
 * **Source**: the candidate sampling of Jean et al., _On Using Very Large Target Vocabulary_, 2015. The samples are not corrected for how
 * probable they are: that is a number for each word, which its bias takes up.
 */
export class CandidateLogits extends MultiInputLayer<CandidateLogitsOptions> {
  static readonly className: string = 'CandidateLogits';
  static readonly rules: LayerRules<CandidateLogitsOptions> = { vocabulary: positiveInteger() };
  protected override readonly inputCount = 2;
  #kernel!: Parameter;
  #bias!: Parameter;

  protected override createParameters([states]: readonly Shape[]): void {
    const { vocabulary } = this.settings;
    this.#kernel = this.addParameter('kernel', [vocabulary, states![2]!], { initializer: 'glorotUniform' });
    this.#bias = this.addParameter('bias', [vocabulary, 1], { initializer: 'zeros' });
  }

  protected override call([states, candidates]: readonly Tensor[]): Tensor {
    const ids = reshape(candidates!, [candidates!.size]);
    const kernel = transpose(gather(this.#kernel.value, ids));
    const bias = reshape(gather(this.#bias.value, ids), [ids.size]);
    return dense({ x: states!, kernel, bias });
  }

  override computeOutputShape([states]: readonly Shape[]): Shape {
    return [states![0]!, states![1]!, null];
  }
}
