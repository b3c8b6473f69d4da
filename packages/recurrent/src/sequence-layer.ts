import {
  expandDims,
  mul,
  type SequenceOperands,
  type SequenceTraceResult,
  type Tensor,
} from '@seqloom/backend';
import {
  type CallContext,
  dropoutMask,
  type LayerOutput,
  type LayerRules,
  type Settings,
  type Shape,
} from '@seqloom/nn';
import { blankUntilFirstStep } from './masked-output.ts';
import { RecurrentLayer, type RecurrentOptions, type RecurrentRun } from './recurrent-layer.ts';
import type { AddParameter, RecurrentWeights } from './recurrent-weights.ts';
import {
  makeUnitWeights,
  stepMultiplyAdds,
  UNIT_WEIGHT_RULES,
  type UnitBias,
  type UnitWeightOptions,
} from './unit-weights.ts';

/** Options that `SimpleRNN`, `GRU` and `LSTM` share. */
export interface SequenceLayerOptions extends RecurrentOptions, UnitWeightOptions {}

/** Operands of the sequence operations but for the bias, which each layer lays out in its own way. */
export type WeightedOperands = Omit<SequenceOperands, 'bias'> & { readonly c0?: Tensor | undefined };

/** What a sequence operation returns; an LSTM has a `cLast`. */
export interface SequenceStates {
  readonly h: Tensor | undefined;
  readonly hLast: Tensor;
  readonly cLast?: Tensor;
}

/**
 * What the layers share that run as one operation over the whole sequence: weights with Keras' layout, and dropout.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 */
export abstract class SequenceLayer<
  Options extends SequenceLayerOptions = SequenceLayerOptions,
  Output extends LayerOutput = LayerOutput,
> extends RecurrentLayer<Options, Output> {
  static override readonly rules: LayerRules<SequenceLayerOptions> = {
    ...RecurrentLayer.rules,
    ...UNIT_WEIGHT_RULES,
  };
  declare readonly settings: Settings<Options> & Settings<SequenceLayerOptions>;
  #weights!: RecurrentWeights;

  /** G: how many blocks of `units` columns the weights have. */
  protected abstract readonly gates: number;

  /** The operation, with the bias as the layer stores it. */
  protected abstract sequence(operands: WeightedOperands, bias: Tensor | undefined): SequenceStates;

  /** The operation step by step, for looking inside. */
  protected abstract steps(operands: WeightedOperands, bias: Tensor | undefined): SequenceTraceResult;

  /** How the bias differs from that of a network with one gate. */
  protected get bias(): UnitBias {
    return {};
  }

  get stateShapes(): readonly (readonly number[])[] {
    return [[this.settings.units]];
  }

  protected override createParameters(inputShape: Shape): void {
    const { settings, gates, bias } = this;
    const addParameter: AddParameter = (...given) => this.addParameter(...given);
    this.#weights = makeUnitWeights(addParameter, settings, inputShape[2]!, gates, bias);
  }

  protected scan(x: Tensor, states: readonly Tensor[] | undefined, context: CallContext): RecurrentRun {
    const result = this.sequence(this.#operands(x, states, context), this.#weights.bias?.value);
    const { h, hLast, cLast } = result;
    const outputs = { sequence: h, last: hLast };
    const { mask } = context;
    return {
      ...(states && mask ? blankUntilFirstStep(outputs, mask, this.settings.goBackwards) : outputs),
      states: cLast ? [hLast, cLast] : [hLast],
    };
  }

  /** Runs step by step and returns every state and gate; see `inspectGates`. Nothing is dropped. */
  trace(x: Tensor, context: CallContext): SequenceTraceResult {
    const operands = this.#operands(x, context.initialState, { ...context, training: false });
    return this.steps(operands, this.#weights.bias?.value);
  }

  override countMultiplyAdds([batch, time]: readonly number[]): number {
    return batch! * time! * stepMultiplyAdds(this.#weights);
  }

  #operands(input: Tensor, states: readonly Tensor[] | undefined, context: CallContext): WeightedOperands {
    const { units, dropout, recurrentDropout, activation, goBackwards, returnSequences } = this.settings;
    const { training, random, mask } = context;
    const [batch, , features] = input.shape as [number, number, number];
    const drop = (name: string, size: number, rate: number) =>
      training && rate > 0 ? dropoutMask([batch, size], rate, random(`${this.path}/${name}`)) : undefined;
    const inputMask = drop('dropout', features, dropout);
    const [h0, c0] = states ?? [];
    return {
      x: inputMask ? mul(input, expandDims(inputMask, 1)) : input,
      kernel: this.#weights.kernel.value,
      recurrentKernel: this.#weights.recurrentKernel.value,
      recurrentMask: drop('recurrentDropout', units, recurrentDropout),
      h0,
      c0,
      mask,
      activation,
      goBackwards,
      returnSequences,
    };
  }
}
