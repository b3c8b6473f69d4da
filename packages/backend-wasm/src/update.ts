import type { SumOfSquares, UpdateInPlace, UpdateRowsInPlace } from '@seqloom/backend';
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

/** Optimizer steps in some rows of a parameter. */
export function updateRowsInPlace({ kernels, at }: HeapTensors): UpdateRowsInPlace {
  return ({ value, ids, rows: gradient, slots, rule, missed }) => {
    const places = slots.map(at);
    const [rows, width] = value.shape as [number, number];
    const common = {
      w: at(value),
      g: at(gradient),
      ids: at(ids),
      count: sizeOf(ids.shape),
      rows,
      width,
      learningRate: rule.learningRate,
      gradientScale: rule.gradientScale ?? 1,
    };
    switch (rule.type) {
      case 'sgd':
        kernels.sgdRows(common);
        return;
      case 'rmsprop': {
        const { rho, epsilon, centered } = rule;
        const [v, a] = places;
        kernels.rmspropRows({
          ...common,
          v: v!,
          rho,
          epsilon,
          missed: at(missed),
          ...(centered && { a: a! }),
        });
        return;
      }
      case 'adam': {
        const { beta1, beta2, epsilon, step } = rule;
        kernels.adamRows({ ...common, m: places[0]!, v: places[1]!, beta1, beta2, epsilon, step });
        return;
      }
    }
  };
}
