import type { AttentionSizes } from '../src/index.ts';
import { randomFloats, type Workbench } from './workbench.ts';

/** An attention with seeded numbers. */
export interface AttentionCase extends AttentionSizes {
  readonly queryMask?: readonly number[];
  readonly keyMask?: readonly number[];
}

/** Outputs and gradients of a case. */
export interface AttentionResults {
  readonly y: Float32Array;
  readonly dq: Float32Array;
  readonly dk: Float32Array;
  readonly dv: Float32Array;
}

/** Which numbers a case has, and how far apart its scores are. */
export function attentionInputs({ batch, rows, steps, heads, features, width }: AttentionSizes) {
  const spread = (values: Float32Array) => values.map((v) => 4 * v);
  return {
    q: spread(randomFloats(batch * rows * heads * features, 1)),
    k: spread(randomFloats(batch * steps * heads * features, 2)),
    v: randomFloats(batch * steps * heads * width, 3),
    dy: randomFloats(batch * rows * heads * width, 4),
  };
}

/** The kernels forward and backward. */
export function runAttention(
  bench: Workbench,
  { queryMask, keyMask, ...sizes }: AttentionCase,
): AttentionResults {
  const inputs = attentionInputs(sizes);
  const [q, k, v, dy] = [bench.put(inputs.q), bench.put(inputs.k), bench.put(inputs.v), bench.put(inputs.dy)];
  const mask = (bytes: readonly number[] | undefined) =>
    bytes
      ? bench.putInts(
          new Int32Array(Uint8Array.from([...bytes, 0, 0, 0]).buffer.slice(0, (bytes.length + 3) & ~3)),
        )
      : 0;
  const at = {
    q,
    k,
    v,
    dy,
    queryMask: mask(queryMask),
    keyMask: mask(keyMask),
    y: bench.space(inputs.dy.length),
    logSumExp: bench.space(sizes.batch * sizes.heads * sizes.rows),
    dq: bench.space(inputs.q.length),
    dk: bench.space(inputs.k.length),
    dv: bench.space(inputs.v.length),
  };
  bench.kernels.attention({ ...sizes, ...at });
  bench.kernels.attentionGradient({ ...sizes, ...at });
  return {
    y: bench.floats(at.y, inputs.dy.length),
    dq: bench.floats(at.dq, inputs.q.length),
    dk: bench.floats(at.dk, inputs.k.length),
    dv: bench.floats(at.dv, inputs.v.length),
  };
}
