import {
  add,
  clip,
  div,
  expandDims,
  log,
  minimum,
  mul,
  neg,
  rsqrt,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@seqloom/backend';
import { EPSILON, isInside, lossOp } from './loss-op.ts';

// Formulas of losses that compare two vectors as a whole, each with its gradient as one entry of the tape. Targets t and predictions p
// have one shape `[B, …, D]`, the losses are `[B, …]`. Gradients flow to both.

/** `Σ t · ln(t / p)` over the last axis, both clipped to [ε, 1]. */
export function divergence(t: Tensor, p: Tensor): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const [share, inside] = [clip(t, EPSILON, 1), clip(p, EPSILON, 1)];
      const logs = log(div(share, inside));
      save([t, p, share, inside, logs]);
      return sum(mul(share, logs), -1);
    },
    (dl, [t, p, share, inside, logs]) => {
      const dy = expandDims(dl, -1);
      return {
        p: mul(neg(mul(dy, div(share!, inside!))), isInside(p!, 1)),
        t: () => mul(mul(dy, add(logs!, scalar(1))), isInside(t!, 1)),
      };
    },
  );
}

/** `Σ t · p / (‖t‖ ‖p‖)` over the last axis; 0 where one of them is 0. */
export function similarity(t: Tensor, p: Tensor): Tensor {
  return lossOp(
    { t, p },
    (save) => {
      const [tScale, pScale] = [inverseNorm(t), inverseNorm(p)];
      const [unitT, unitP] = [mul(t, tScale), mul(p, pScale)];
      const cosine = sum(mul(unitT, unitP), -1);
      save([tScale, pScale, unitT, unitP, cosine]);
      return cosine;
    },
    (dl, [tScale, pScale, unitT, unitP, cosine]) => {
      const dy = expandDims(dl, -1);
      const along = expandDims(cosine!, -1);
      return {
        p: mul(dy, mul(sub(unitT!, mul(along, unitP!)), pScale!)),
        t: () => mul(dy, mul(sub(unitP!, mul(along, unitT!)), tScale!)),
      };
    },
  );
}

function inverseNorm(x: Tensor): Tensor {
  return minimum(rsqrt(sum(square(x), -1, true)), scalar(1 / EPSILON));
}
