import { adam, adamW, type Optimizer, rmsprop, sgd } from '@seqloom/train';

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
];
