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
    const common = {
      w: at(value),
      g: at(gradient),
      count: sizeOf(value.shape),
      learningRate: rule.learningRate,
      gradientScale: rule.gradientScale ?? 1,
    };
    switch (rule.type) {
      case 'sgd': {
        const { momentum, nesterov } = rule;
        kernels.sgd({ ...common, momentum, nesterov, ...(momentum > 0 && { m: places[0]! }) });
        return;
      }
      case 'rmsprop': {
        const { rho, momentum, epsilon, centered } = rule;
        kernels.rmsprop({
          ...common,
          v: places[0]!,
          rho,
          momentum,
          epsilon,
          ...(centered && { a: places[1]! }),
          ...(momentum > 0 && { m: places.at(-1)! }),
        });
        return;
      }
      case 'adam': {
        const { beta1, beta2, epsilon, step } = rule;
        kernels.adam({ ...common, m: places[0]!, v: places[1]!, beta1, beta2, epsilon, step });
        return;
      }
    }
  };
}
