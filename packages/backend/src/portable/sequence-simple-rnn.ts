import { add } from '../engine/arithmetic.ts';
import { matMul } from '../engine/linear.ts';
import { activate } from './activations.ts';
import { type Cell, type CellOptions, seen } from './sequence-cell.ts';

/** h' = act(x·W + b + h·U). */
export function simpleRNNCell({ activation }: CellOptions): Cell {
  return {
    gates: 1,
    states: 1,
    step(projected, [h], weights) {
      const input = seen(h!, weights);
      const next = activate(activation, add(projected, matMul(input, weights.recurrentKernel)));
      return {
        state: [next.y],
        gates: {},
        back([dh]) {
          const da = next.back(dh!);
          return {
            state: [seen(matMul(da, weights.recurrentKernel, { transposeB: true }), weights)],
            projected: da,
            recurrentKernel: matMul(input, da, { transposeA: true }),
          };
        },
      };
    },
  };
}
