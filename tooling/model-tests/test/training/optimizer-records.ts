import { adagrad, adam, adamW, nadam, type Optimizer, rmsprop, sgd } from '@seqloom/train';

/** One weight of an optimizer's plain loop, in float64. */
export interface PlainWeight {
  w: number;
  /** Momentum, running means and the like, 0 at first. */
  readonly slots: Record<string, number>;
}

/** What the generated tests of an optimizer need to know of it. */
export interface OptimizerRecord {
  /** Its name among the exports of `@seqloom/train`. */
  readonly name: string;
  readonly title: string;
  readonly make: () => Optimizer;
  /** The names of its slots. */
  readonly slots: readonly string[];
  /** Step `t`, from 1 on, of one weight along gradient `g`: the formula of its documentation. */
  readonly step: (weight: PlainWeight, g: number, t: number) => void;
}

const at = (slots: Record<string, number>, name: string) => slots[name] ?? 0;

/** A step of Adam with step size 0.05, β₁ 0.8, β₂ 0.95 and ε 1e-7. */
function adamStep(weight: PlainWeight, g: number, t: number): void {
  const { slots } = weight;
  slots.momentum = 0.8 * at(slots, 'momentum') + 0.2 * g;
  slots.velocity = 0.95 * at(slots, 'velocity') + 0.05 * g * g;
  const alpha = (0.05 * Math.sqrt(1 - 0.95 ** t)) / (1 - 0.8 ** t);
  weight.w -= (alpha * slots.momentum) / (Math.sqrt(slots.velocity) + 1e-7);
}
/** A step of Nadam with the same numbers. P is kept as a slot of the plain loop, which begins with 1. */
function nadamStep(weight: PlainWeight, g: number, t: number): void {
  const { slots } = weight;
  const momentum = (step: number) => 0.8 * (1 - 0.5 * 0.96 ** step);
  slots.product = (slots.product ?? 1) * momentum(t);
  slots.momentum = 0.8 * at(slots, 'momentum') + 0.2 * g;
  slots.velocity = 0.95 * at(slots, 'velocity') + 0.05 * g * g;
  const ahead =
    (momentum(t + 1) * slots.momentum) / (1 - slots.product * momentum(t + 1)) +
    ((1 - momentum(t)) * g) / (1 - slots.product);
  weight.w -= (0.05 * ahead) / (Math.sqrt(slots.velocity / (1 - 0.95 ** t)) + 1e-7);
}
const ADAM = { learningRate: 0.05, beta1: 0.8, beta2: 0.95 };

/** Every optimizer that `@seqloom/train` exports. */
export const OPTIMIZER_RECORDS: readonly OptimizerRecord[] = [
  {
    name: 'sgd',
    title: 'plain',
    make: () => sgd({ learningRate: 0.1 }),
    slots: [],
    step: (weight, g) => {
      weight.w -= 0.1 * g;
    },
  },
  {
    name: 'sgd',
    title: 'with Nesterov momentum and weight decay',
    make: () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
    slots: ['momentum'],
    step: (weight, g) => {
      const { slots } = weight;
      weight.w -= 0.1 * 0.01 * weight.w;
      slots.momentum = 0.9 * at(slots, 'momentum') - 0.1 * g;
      weight.w += 0.9 * slots.momentum - 0.1 * g;
    },
  },
  {
    name: 'rmsprop',
    title: 'plain',
    make: () => rmsprop({ learningRate: 0.02 }),
    slots: ['velocity'],
    step: (weight, g) => {
      const { slots } = weight;
      slots.velocity = 0.9 * at(slots, 'velocity') + 0.1 * g * g;
      weight.w -= (0.02 * g) / Math.sqrt(slots.velocity + 1e-7);
    },
  },
  {
    name: 'rmsprop',
    title: 'centered with momentum',
    make: () => rmsprop({ learningRate: 0.02, centered: true, momentum: 0.5 }),
    slots: ['velocity', 'averageGradient', 'momentum'],
    step: (weight, g) => {
      const { slots } = weight;
      slots.velocity = 0.9 * at(slots, 'velocity') + 0.1 * g * g;
      slots.averageGradient = 0.9 * at(slots, 'averageGradient') + 0.1 * g;
      const variance = slots.velocity - slots.averageGradient ** 2;
      slots.momentum = 0.5 * at(slots, 'momentum') + (0.02 * g) / Math.sqrt(variance + 1e-7);
      weight.w -= slots.momentum;
    },
  },
  { name: 'adam', title: 'plain', make: () => adam(ADAM), slots: ['momentum', 'velocity'], step: adamStep },
  {
    name: 'adamW',
    title: 'with its default decay',
    make: () => adamW(ADAM),
    slots: ['momentum', 'velocity'],
    step: (weight, g, t) => {
      weight.w -= 0.05 * 0.004 * weight.w;
      adamStep(weight, g, t);
    },
  },
  {
    name: 'nadam',
    title: 'plain',
    make: () => nadam(ADAM),
    slots: ['momentum', 'velocity'],
    step: nadamStep,
  },
  {
    name: 'adagrad',
    title: 'from sums of 0.2',
    make: () => adagrad({ learningRate: 0.05, initialAccumulatorValue: 0.2 }),
    slots: ['accumulator'],
    step: (weight, g) => {
      const { slots } = weight;
      slots.accumulator = (slots.accumulator ?? 0.2) + g * g;
      weight.w -= (0.05 * g) / Math.sqrt(slots.accumulator + 1e-7);
    },
  },
  {
    name: 'sgd',
    title: 'with two batches a step',
    make: () => sgd({ learningRate: 0.1, gradientAccumulationSteps: 2 }),
    slots: ['gradientAccumulator'],
    step: (weight, g, t) => {
      const { slots } = weight;
      if (t % 2 === 0) weight.w -= (0.1 * (at(slots, 'sum') + g)) / 2;
      else slots.sum = g;
    },
  },
  {
    name: 'rmsprop',
    title: 'with averages that replace the weights in every second step',
    make: () => rmsprop({ learningRate: 0.02, useEma: true, emaMomentum: 0.6, emaOverwriteFrequency: 2 }),
    slots: ['velocity', 'average'],
    step: (weight, g, t) => {
      const { slots } = weight;
      slots.velocity = 0.9 * at(slots, 'velocity') + 0.1 * g * g;
      weight.w -= (0.02 * g) / Math.sqrt(slots.velocity + 1e-7);
      slots.average = t === 1 ? weight.w : 0.6 * at(slots, 'average') + 0.4 * weight.w;
      if (t % 2 === 0) weight.w = slots.average;
    },
  },
];
