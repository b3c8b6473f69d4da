import {
  type ActivationName,
  activation,
  boolean,
  fraction,
  getInitializer,
  type InitializerOption,
  initializer,
  type LayerOptions,
  type LayerRules,
  type Parameter,
  type ParameterSpec,
  type Regularizer,
  regularizer,
  type Settings,
} from '@seqloom/nn';

/** Options of the weights of recurrent layers and cells, of their activation and dropout. */
export interface RecurrentWeightOptions extends LayerOptions {
  /** Default `tanh`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerOption;
  /** Default `orthogonal`. */
  readonly recurrentInitializer?: InitializerOption;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerOption;
  readonly kernelRegularizer?: Regularizer | undefined;
  readonly recurrentRegularizer?: Regularizer | undefined;
  readonly biasRegularizer?: Regularizer | undefined;
  /** Share of the inputs dropped while training, the same ones at every step of a sample; default 0. */
  readonly dropout?: number;
  /**
   * Share of the state dropped where it enters the recurrent product, while training, the same units at every step of
   * a sample; the carried state is never scaled. Default 0.
   */
  readonly recurrentDropout?: number;
}

/** Their rules. */
export const RECURRENT_WEIGHT_RULES: LayerRules<RecurrentWeightOptions> = {
  activation: activation('tanh'),
  useBias: boolean(true),
  kernelInitializer: initializer('glorotUniform'),
  recurrentInitializer: initializer('orthogonal'),
  biasInitializer: initializer('zeros'),
  kernelRegularizer: regularizer(),
  recurrentRegularizer: regularizer(),
  biasRegularizer: regularizer(),
  dropout: fraction(0),
  recurrentDropout: fraction(0),
};

/** The weights of a recurrent layer or cell. */
export interface RecurrentWeights {
  readonly kernel: Parameter;
  readonly recurrentKernel: Parameter;
  readonly bias: Parameter | undefined;
}

/** The shapes of the weights, and how the bias starts. */
export interface RecurrentWeightShapes {
  readonly kernel: readonly number[];
  readonly recurrentKernel: readonly number[];
  readonly bias: readonly number[];
  readonly biasStart: InitializerOption;
}

/** The `addParameter` of a layer. */
export type AddParameter = (name: string, shape: readonly number[], spec: ParameterSpec) => Parameter;

/** Makes the weights as the options say. */
export function makeRecurrentWeights(
  addParameter: AddParameter,
  settings: Settings<RecurrentWeightOptions>,
  { kernel, recurrentKernel, bias, biasStart }: RecurrentWeightShapes,
): RecurrentWeights {
  const { kernelInitializer, recurrentInitializer, useBias } = settings;
  const { kernelRegularizer, recurrentRegularizer, biasRegularizer } = settings;
  return {
    kernel: addParameter('kernel', kernel, {
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
    }),
    recurrentKernel: addParameter('recurrentKernel', recurrentKernel, {
      initializer: recurrentInitializer,
      regularizer: recurrentRegularizer,
    }),
    bias: useBias
      ? addParameter('bias', bias, { initializer: biasStart, regularizer: biasRegularizer })
      : undefined,
  };
}

/** The bias of an LSTM, in which the forget gate starts at 1: the second of four blocks of `units` values. */
export function forgetGateOpen(owner: string, bias: InitializerOption, units: number): InitializerOption {
  const others = getInitializer(`${owner}: biasInitializer`, bias);
  return (shape, random) => others(shape, random).fill(1, units, 2 * units);
}
