/**
 * The activations of layers and sequence kernels, with Keras 3's names in camelCase and its definitions: `leakyRelu`
 * has slope 0.2, `gelu` is exact. `softmax` and `logSoftmax` run over the last axis, the others over elements.
 * `legacyHardSigmoid` is the hard sigmoid of Keras 1 and 2 and of TensorFlow.js, `0.2 z + 0.5` between 0 and 1, for their models.
 */
export type ActivationName =
  | 'linear'
  | 'relu'
  | 'relu6'
  | 'leakyRelu'
  | 'elu'
  | 'selu'
  | 'gelu'
  | 'sigmoid'
  | 'hardSigmoid'
  | 'legacyHardSigmoid'
  | 'silu'
  | 'swish'
  | 'hardSilu'
  | 'mish'
  | 'tanh'
  | 'hardTanh'
  | 'softplus'
  | 'softsign'
  | 'exponential'
  | 'softmax'
  | 'logSoftmax';

/**
 * The activations that `dense` and the convolutions apply in the same kernel as their product. The derivative of each is
 * a function of its result, so that the way back needs no other tensor.
 */
export type FusedActivation = Extract<ActivationName, 'linear' | 'relu' | 'sigmoid' | 'tanh'>;
