import {
  adagrad,
  adam,
  adamW,
  nadam,
  type Optimizer,
  type OptimizerName,
  rmsprop,
  sgd,
} from '@seqloom/train';
import { type Field, plain } from '../config/field.ts';
import type { Fields } from '../config/keras-object.ts';
import { snakeCase } from '../config/names.ts';
import { learningRateField } from './learning-rate-field.ts';

/** An optimizer that both have. */
export interface OptimizerRow {
  /** The class in Keras' files. */
  readonly className: string;
  readonly name: OptimizerName;
  readonly make: (settings: object) => Optimizer;
  /** By setting. */
  readonly fields: Readonly<Record<string, Field>>;
  /**
   * The slots of each weight, as the file has them: in every list those of one weight follow each other, and the lists follow
   * each other.
   */
  readonly slots: (settings: Fields) => readonly (readonly string[])[];
  /** Numbers at the end that follow from the number of steps; what they are after so many. */
  readonly ends?: (settings: Fields, steps: number) => readonly number[];
}

/** Keras writes None where nothing is done, which is 0 or false here. */
const orNone = (key: string): Field => ({
  key,
  read: (value) => value ?? undefined,
  write: (value) => value || null,
});

const COMMON: Readonly<Record<string, Field>> = {
  learningRate: learningRateField('learning_rate'),
  weightDecay: { ...orNone('weight_decay'), read: (value) => value ?? 0 },
  clipnorm: plain('clipnorm'),
  clipvalue: plain('clipvalue'),
  globalClipnorm: plain('global_clipnorm'),
  useEma: plain('use_ema'),
  emaMomentum: plain('ema_momentum'),
  emaOverwriteFrequency: plain('ema_overwrite_frequency'),
  gradientAccumulationSteps: plain('gradient_accumulation_steps'),
};

const MOMENTS = { beta1: plain('beta_1'), beta2: plain('beta_2'), epsilon: plain('epsilon') };
const MOMENT_SLOTS = () => [['momentum', 'velocity']];

const fields = (...settings: readonly string[]) =>
  Object.fromEntries(settings.map((setting) => [setting, plain(snakeCase(setting))]));

/** The optimizers that both have. */
export const OPTIMIZER_ROWS: readonly OptimizerRow[] = [
  row('SGD', 'sgd', sgd, fields('momentum', 'nesterov'), ({ momentum }) => (momentum ? [['momentum']] : [])),
  row(
    'RMSprop',
    'rmsprop',
    rmsprop,
    fields('rho', 'momentum', 'epsilon', 'centered'),
    ({ momentum, centered }) => [
      ['velocity'],
      ...(momentum ? [['momentum']] : []),
      ...(centered ? [['averageGradient']] : []),
    ],
  ),
  row('Adam', 'adam', adam, MOMENTS, MOMENT_SLOTS),
  row('AdamW', 'adamW', adamW, MOMENTS, MOMENT_SLOTS),
  {
    ...row('Nadam', 'nadam', nadam, MOMENTS, MOMENT_SLOTS),
    ends: ({ beta1 }, steps) => [momentumProduct(beta1 as number, steps)],
  },
  row('Adagrad', 'adagrad', adagrad, fields('initialAccumulatorValue', 'epsilon'), () => [['accumulator']]),
];

function row(
  className: string,
  name: OptimizerName,
  make: (settings: object) => Optimizer,
  own: OptimizerRow['fields'],
  slots: OptimizerRow['slots'],
): OptimizerRow {
  return {
    className,
    name,
    make,
    fields: { ...COMMON, ...own },
    // Averages of weights and sums of gradients come before what the rule of the optimizer keeps.
    slots: (settings) => [
      ...(settings.useEma ? [['average']] : []),
      ...(settings.gradientAccumulationSteps ? [['gradientAccumulator']] : []),
      ...slots(settings),
    ],
  };
}

/** The product of Nadam's momentums so far: `Π β₁ (1 − 0.96^i / 2)`. */
function momentumProduct(beta1: number, steps: number): number {
  let product = 1;
  for (let i = 1; i <= steps && product > 0; i++) product *= beta1 * (1 - 0.5 * 0.96 ** i);
  return product;
}
