import type { Tensor } from '../contract/tensor.ts';
import { add, mul, sub } from '../engine/arithmetic.ts';
import { scalar } from '../engine/create.ts';
import { concat } from '../engine/join.ts';
import { matMul } from '../engine/linear.ts';
import { sum } from '../engine/reduce.ts';
import { reshape } from '../engine/shape.ts';
import { activateWithGradient } from './activations.ts';
import {
  type Cell,
  type CellOptions,
  gateColumns,
  maskedState,
  type Step,
  type StepWeights,
} from './sequence-cell.ts';

/**
 * z r = σ(x·W + b + h·U + b'), h' = z∘h + (1 − z)∘n, where the candidate is n = act(x·W + b + r∘(h·U + b')) with
 * `resetAfter` and n = act(x·W + b + (r∘h)·U) without. The carried h is never scaled by the recurrent mask.
 */
export function gruCell({ activation, recurrentActivation, resetAfter }: CellOptions): Cell {
  const candidate = resetAfter ? resetAfterProduct : resetBeforeProduct;
  return {
    gates: 3,
    states: 1,
    step(projected, [h], weights) {
      const units = h!.shape[1]!;
      const input = maskedState(h!, weights);
      const zr = recurrentProduct(input, weights, units, 0, 2);
      const z = activateWithGradient(
        recurrentActivation,
        add(gateColumns(projected, units, 0), gateColumns(zr, units, 0)),
      );
      const r = activateWithGradient(
        recurrentActivation,
        add(gateColumns(projected, units, 1), gateColumns(zr, units, 1)),
      );
      const product = candidate(input, r.y, weights, units);
      const n = activateWithGradient(activation, add(gateColumns(projected, units, 2), product.value));
      const rest = sub(scalar(1), z.y);
      return {
        state: [add(mul(z.y, h!), mul(rest, n.y))],
        gates: { update: z.y, reset: r.y, candidate: n.y },
        back([dh]) {
          const dn = n.back(mul(dh!, rest));
          const dz = z.back(mul(dh!, sub(h!, n.y)));
          const through = product.back(dn);
          const dr = r.back(through.reset);
          const dzr = concat([dz, dr], 1);
          const uzr = gateColumns(weights.recurrentKernel, units, 0, 2);
          const dInput = add(matMul(dzr, uzr, { transposeB: true }), through.input);
          return {
            state: [add(mul(dh!, z.y), maskedState(dInput, weights))],
            projected: concat([dzr, dn], 1),
            recurrentKernel: concat([matMul(input, dzr, { transposeA: true }), through.kernel], 1),
            recurrentBias: weights.recurrentBias && sum(concat([dzr, through.bias], 1), 0),
          };
        },
      } satisfies Step;
    },
  };
}

/** The recurrent part of the candidate, and its gradients. */
interface CandidateProduct {
  readonly value: Tensor;
  readonly back: (gradient: Tensor) => {
    readonly reset: Tensor;
    readonly input: Tensor;
    readonly kernel: Tensor;
    readonly bias: Tensor;
  };
}

/** r∘(h·U + b') */
function resetAfterProduct(h: Tensor, r: Tensor, weights: StepWeights, units: number): CandidateProduct {
  const m = recurrentProduct(h, weights, units, 2, 1);
  const un = gateColumns(weights.recurrentKernel, units, 2);
  return {
    value: mul(r, m),
    back(gradient) {
      const dm = mul(gradient, r);
      return {
        reset: mul(gradient, m),
        input: matMul(dm, un, { transposeB: true }),
        kernel: matMul(h, dm, { transposeA: true }),
        bias: dm,
      };
    },
  };
}

/** (r∘h)·U */
function resetBeforeProduct(h: Tensor, r: Tensor, weights: StepWeights, units: number): CandidateProduct {
  const un = gateColumns(weights.recurrentKernel, units, 2);
  const kept = mul(r, h);
  return {
    value: matMul(kept, un),
    back(gradient) {
      const dKept = matMul(gradient, un, { transposeB: true });
      return {
        reset: mul(dKept, h),
        input: mul(dKept, r),
        kernel: matMul(kept, gradient, { transposeA: true }),
        bias: gradient,
      };
    },
  };
}

/** h·U + b' for some of the gates. */
function recurrentProduct(
  h: Tensor,
  { recurrentKernel, recurrentBias }: StepWeights,
  units: number,
  from: number,
  count: number,
): Tensor {
  const product = matMul(h, gateColumns(recurrentKernel, units, from, count));
  if (!recurrentBias) return product;
  const row = gateColumns(reshape(recurrentBias, [1, -1]), units, from, count);
  return add(product, row);
}
