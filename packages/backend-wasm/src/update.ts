import type { SumOfSquares, UpdateInPlace } from '@seqloom/backend';
import { sizeOf } from '@seqloom/options';
import type { HeapTensors } from './tensors.ts';

/** The square of a gradient's norm. */
export function sumOfSquares({ kernels, at }: HeapTensors): SumOfSquares {
  return (x) => kernels.sumOfSquares({ x: at(x), count: sizeOf(x.shape) });
}

/** Optimizer steps in one pass over parameter, gradient and slots. */
export function updateInPlace({ kernels, at }: HeapTensors): UpdateInPlace {
  return ({ value, gradient, slots, rule }) => {
    const places = slots.map(at);
    const w = at(value);
    const g = at(gradient);
    const count = sizeOf(value.shape);
    const { learningRate, gradientScale = 1 } = rule;
    switch (rule.type) {
      case 'sgd': {
        const { momentum, nesterov } = rule;
        const m = momentum > 0 ? places[0] : undefined;
        kernels.sgd({ w, g, m, count, learningRate, gradientScale, momentum, nesterov });
        return;
      }
      case 'rmsprop': {
        const { rho, momentum, epsilon, centered } = rule;
        const v = places[0]!;
        const a = centered ? places[1] : undefined;
        const m = momentum > 0 ? places.at(-1) : undefined;
        kernels.rmsprop({ w, g, v, a, m, count, learningRate, gradientScale, rho, momentum, epsilon });
        return;
      }
      case 'adam': {
        const { beta1, beta2, epsilon, step } = rule;
        const [m, v] = places as [number, number];
        kernels.adam({ w, g, m, v, count, learningRate, gradientScale, beta1, beta2, epsilon, step });
        return;
      }
    }
  };
}
