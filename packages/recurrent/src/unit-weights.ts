import { type InitializerOption, type LayerRules, positiveInteger, type Settings } from '@seqloom/nn';
import {
  type AddParameter,
  forgetGateOpen,
  makeRecurrentWeights,
  RECURRENT_WEIGHT_RULES,
  type RecurrentWeightOptions,
  type RecurrentWeights,
} from './recurrent-weights.ts';

/** Options of the layers and cells whose state is a vector. */
export interface UnitWeightOptions extends RecurrentWeightOptions {
  /** U: size of the state and of the output. */
  readonly units: number;
}

/** Their rules. */
export const UNIT_WEIGHT_RULES: LayerRules<UnitWeightOptions> = {
  ...RECURRENT_WEIGHT_RULES,
  units: positiveInteger(),
};

/** How a bias differs from one that has the shape `[G·U]` and starts as the option `biasInitializer` says. */
export interface UnitBias {
  readonly shape?: readonly number[];
  readonly start?: InitializerOption;
}

/**
 * Makes the weights `kernel [D, G·U]`, `recurrentKernel [U, G·U]` and the bias.
 *
 * @param features D: size of the input's last axis
 * @param gates G: how many blocks of `units` columns the weights have
 */
export function makeUnitWeights(
  addParameter: AddParameter,
  settings: Settings<UnitWeightOptions>,
  features: number,
  gates: number,
  bias: UnitBias,
): RecurrentWeights {
  const { units, biasInitializer } = settings;
  const columns = gates * units;
  return makeRecurrentWeights(addParameter, settings, {
    kernel: [features, columns],
    recurrentKernel: [units, columns],
    bias: bias.shape ?? [columns],
    biasStart: bias.start ?? biasInitializer,
  });
}

/** The multiply-adds of one step of one sample: each number of the two kernels is used once. */
export function stepMultiplyAdds({ kernel, recurrentKernel }: RecurrentWeights): number {
  return kernel.size + recurrentKernel.size;
}

/** The bias of a GRU: `[2, 3U]` where the reset gate acts on the product of the state, which then has a bias of its own. */
export function gruBias({ units, resetAfter }: { units: number; resetAfter: boolean }): UnitBias {
  return resetAfter ? { shape: [2, 3 * units] } : {};
}

/** The bias of an LSTM, whose forget gate starts open with `unitForgetBias`. */
export function lstmBias(
  owner: string,
  {
    units,
    unitForgetBias,
    biasInitializer,
  }: { units: number; unitForgetBias: boolean; biasInitializer: InitializerOption },
): UnitBias {
  return unitForgetBias ? { start: forgetGateOpen(owner, biasInitializer, units) } : {};
}
