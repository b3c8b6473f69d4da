export {
  boolean,
  count,
  fraction,
  functionOf,
  notNegative,
  nullable,
  numberIn,
  type OptionalRule,
  oneOf,
  optional,
  positive,
  positiveInteger,
  type RequiredRule,
  rule,
  text,
} from '@seqloom/options';
export type { ActivationOptions } from './activation.ts';
export { Activation } from './activation.ts';
export type { ActivationName, LayerActivation } from './activations.ts';
export { getActivation, layerActivation } from './activations.ts';
export { onEdge } from './apply-symbolic.ts';
export { BatchNormalization, type BatchNormalizationOptions } from './batch-normalization.ts';
export type { BuildOptions } from './build-options.ts';
export { checkMask } from './check-mask.ts';
export type { ConcatenateOptions } from './concatenate.ts';
export { Concatenate } from './concatenate.ts';
export type { BuildContext, CallContext, PendingChange } from './context.ts';
export { initialRandom, stepRandom } from './context.ts';
export type { DenseOptions } from './dense.ts';
export { Dense } from './dense.ts';
export type { DLinearOptions } from './dlinear.ts';
export { DLinear } from './dlinear.ts';
export type { DotOptions } from './dot.ts';
export { Dot } from './dot.ts';
export type { DropoutOptions } from './dropout.ts';
export { Dropout } from './dropout.ts';
export { dropoutMask } from './dropout-mask.ts';
export { Flatten } from './flatten.ts';
export type { Initializer, InitializerConfig, InitializerName, InitializerOption } from './initializers.ts';
export { getInitializer } from './initializers.ts';
export type { InputSpec } from './input-spec.ts';
export { checkInput } from './input-spec.ts';
export { Layer } from './layer.ts';
export type {
  InputShape,
  LayerClass,
  LayerConfig,
  LayerInput,
  LayerMask,
  LayerOptions,
  LayerOutput,
  LayerRules,
  MaskedResult,
  OptionNames,
  ParameterSpec,
  Settings,
} from './layer-contract.ts';
export { firstMask, firstOutput } from './layer-contract.ts';
export type { LayerStates } from './layer-lifecycle.ts';
export { checkName, defaultName, uniqueNames } from './layer-name.ts';
export { LayerNormalization, type LayerNormalizationOptions } from './layer-normalization.ts';
export { checkLayerCount, LayerRegistry, MAX_LAYERS, type PreprocessorClass } from './layer-registry.ts';
export { layersWithin } from './layers-within.ts';
export { listNames } from './list-names.ts';
export type { LogitsActivation, LogitsRequest } from './logits.ts';
export { logitsOf } from './logits.ts';
export type { MaskingOptions } from './masking.ts';
export { Masking } from './masking.ts';
export { MergeLayer } from './merge-layer.ts';
export { Add, Average, Maximum, Minimum, Multiply, Subtract } from './merges.ts';
export { MultiInputLayer } from './multi-input-layer.ts';
export { Normalization, type NormalizationOptions } from './normalization.ts';
export type { ParameterOptions } from './parameter.ts';
export { Parameter } from './parameter.ts';
export type { PermuteOptions } from './permute.ts';
export { Permute } from './permute.ts';
export type { Regularizer } from './regularizers.ts';
export { checkRegularizer, l1, l1l2, l2, regularizationLoss } from './regularizers.ts';
export type { RepeatVectorOptions } from './repeat-vector.ts';
export { RepeatVector } from './repeat-vector.ts';
export type { ReshapeOptions } from './reshape.ts';
export { Reshape } from './reshape.ts';
export type { ReversibleNormalizationOptions } from './reversible-normalization.ts';
export { ReversibleNormalization } from './reversible-normalization.ts';
export { activation, initializer, regularizer, steps } from './rules.ts';
export type { Shape } from './shape.ts';
export {
  checkRank,
  checkShape,
  checkSteps,
  checkValues,
  formatShape,
  isShapeList,
  MAX_RANK,
  ShapeError,
  sameShape,
  sizeOf,
} from './shape.ts';
export type { SoftmaxOptions } from './softmax.ts';
export { Softmax } from './softmax.ts';
export type { Standardized, StandardizeOperands } from './standardize.ts';
export type { Stepping, StepResult, StepState } from './stepping.ts';
export { cannotStep, EACH_STEP } from './stepping.ts';
export type {
  CallNode,
  InputNode,
  SymbolicContext,
  SymbolicInput,
  SymbolicOutput,
} from './symbolic-tensor.ts';
export { isSymbolic, SymbolicTensor } from './symbolic-tensor.ts';
export { setWarningHandler, type WarningHandler, warn } from './warn.ts';
export type { WeightValues } from './weight-values.ts';
export { readWeights, writeWeights } from './weight-values.ts';
export type { Padding, Window, WindowPlaces } from './window.ts';
export { checkWindow, placeWindows } from './window.ts';
export { zeroMaskedSteps } from './zero-masked-steps.ts';
