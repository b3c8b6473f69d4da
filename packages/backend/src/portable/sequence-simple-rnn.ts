import { add } from '../engine/arithmetic.ts';
import { matMul } from '../engine/linear.ts';
import { activateWithGradient } from './activations.ts';
import { type Cell, type CellOptions, maskedState } from './sequence-cell.ts';

/** h' = act(x·W + b + h·U). */
export function simpleRNNCell({ activation }: Pick<CellOptions, 'activation'>): Cell {
  return {
    gates: 1,
    states: 1,
    step(projected, [h], weights) {
      const input = maskedState(h!, weights);
      const next = activateWithGradient(activation, add(projected, matMul(input, weights.recurrentKernel)));
      return {
        state: [next.y],
        gates: {},
        back([dh]) {
          const da = next.back(dh!);
          return {
            state: [maskedState(matMul(da, weights.recurrentKernel, { transposeB: true }), weights)],
            projected: da,
            recurrentKernel: matMul(input, da, { transposeA: true }),
          };
        },
      };
    },
  };
}
