import { add, mul } from '../engine/arithmetic.ts';
import { concat } from '../engine/join.ts';
import { matMul } from '../engine/linear.ts';
import { activateWithGradient } from './activations.ts';
import { type Cell, type CellOptions, gateColumns, maskedState } from './sequence-cell.ts';

/** i f o = σ(x·W + b + h·U), g = act(x·W + b + h·U), c' = f∘c + i∘g, h' = o∘act(c'). */
export function lstmCell({
  activation,
  recurrentActivation,
}: Pick<CellOptions, 'activation' | 'recurrentActivation'>): Cell {
  return {
    gates: 4,
    states: 2,
    step(projected, [h, c], weights) {
      const units = h!.shape[1]!;
      const input = maskedState(h!, weights);
      const a = add(projected, matMul(input, weights.recurrentKernel));
      const i = activateWithGradient(recurrentActivation, gateColumns(a, units, 0));
      const f = activateWithGradient(recurrentActivation, gateColumns(a, units, 1));
      const g = activateWithGradient(activation, gateColumns(a, units, 2));
      const o = activateWithGradient(recurrentActivation, gateColumns(a, units, 3));
      const cNext = add(mul(f.y, c!), mul(i.y, g.y));
      const shown = activateWithGradient(activation, cNext);
      return {
        state: [mul(o.y, shown.y), cNext],
        gates: { input: i.y, forget: f.y, candidate: g.y, output: o.y },
        back([dh, dcNext]) {
          const dc = add(dcNext!, shown.back(mul(dh!, o.y)));
          const da = concat(
            [i.back(mul(dc, g.y)), f.back(mul(dc, c!)), g.back(mul(dc, i.y)), o.back(mul(dh!, shown.y))],
            1,
          );
          return {
            state: [
              maskedState(matMul(da, weights.recurrentKernel, { transposeB: true }), weights),
              mul(dc, f.y),
            ],
            projected: da,
            recurrentKernel: matMul(input, da, { transposeA: true }),
          };
        },
      };
    },
  };
}
