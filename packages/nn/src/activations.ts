import {
  abs,
  add,
  clip,
  div,
  elu,
  erf,
  exp,
  logSoftmax,
  maximum,
  mul,
  relu,
  scalar,
  sigmoid,
  softmax,
  softplus,
  type Tensor,
  tanh,
} from '@seqloom/backend';
import { formatValue } from './check-options.ts';

/** The names an activation option takes: those of Keras 3 in camelCase. */
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
  | 'silu'
  | 'swish'
  | 'hardSilu'
  | 'mish'
  | 'tanh'
  | 'softplus'
  | 'softsign'
  | 'exponential'
  | 'softmax'
  | 'logSoftmax';

/** Klambauer et al. 2017. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const ACTIVATIONS: ReadonlyMap<string, (x: Tensor) => Tensor> = new Map<
  ActivationName,
  (x: Tensor) => Tensor
>([
  ['linear', (x) => x],
  ['relu', relu],
  ['relu6', (x) => clip(x, 0, 6)],
  // max(x, 0.2 x), Keras' slope
  ['leakyRelu', (x) => maximum(x, mul(x, scalar(0.2)))],
  ['elu', elu],
  ['selu', selu],
  // x · Φ(x), the exact form
  ['gelu', (x) => mul(mul(x, scalar(0.5)), add(erf(mul(x, scalar(Math.SQRT1_2))), scalar(1)))],
  ['sigmoid', sigmoid],
  ['hardSigmoid', hardSigmoid],
  ['silu', (x) => mul(x, sigmoid(x))],
  ['swish', (x) => mul(x, sigmoid(x))],
  ['hardSilu', (x) => mul(x, hardSigmoid(x))],
  ['mish', (x) => mul(x, tanh(softplus(x)))],
  ['tanh', tanh],
  ['softplus', softplus],
  ['softsign', (x) => div(x, add(abs(x), scalar(1)))],
  ['exponential', exp],
  ['softmax', softmax],
  ['logSoftmax', logSoftmax],
]);

/**
 * The function of an activation option. `softmax` and `logSoftmax` run over the last axis, all others over elements.
 *
 * @param owner class and option that messages name, for instance `Dense: activation`
 * @throws RangeError for an unknown name, with the list of known ones
 *
 * **Source**: `keras.activations` of Keras 3, defaults included (`leakyRelu` has slope 0.2, `gelu` is exact).
 */
export function getActivation(owner: string, name: ActivationName): (x: Tensor) => Tensor {
  const activation = ACTIVATIONS.get(name);
  if (!activation) {
    throw new RangeError(
      `${owner}: unknown activation, got ${formatValue(name)}. Known: ${[...ACTIVATIONS.keys()].join(', ')}.`,
    );
  }
  return activation;
}

/** relu6(x + 3) / 6 */
function hardSigmoid(x: Tensor): Tensor {
  return clip(add(mul(x, scalar(1 / 6)), scalar(0.5)), 0, 1);
}

/** scale · (x > 0 ? x : α (eˣ − 1)): elu gives the negative side, relu makes up for α on the positive one. */
function selu(x: Tensor): Tensor {
  return mul(add(mul(elu(x), scalar(SELU_ALPHA)), mul(relu(x), scalar(1 - SELU_ALPHA))), scalar(SELU_SCALE));
}
