import type { KernelActivation, SequenceSizes } from '../src/index.ts';
import { ACTIVATIONS, type Scalar } from './activations.ts';
import { Tape } from './tape.ts';

/** A recurrent layer with its operands and the gradients of its results, as plain arrays. */
export interface SequenceCase {
  readonly sizes: SequenceSizes;
  readonly activation?: KernelActivation;
  readonly recurrentActivation?: KernelActivation;
  readonly goBackwards?: boolean;
  readonly x: Float32Array;
  readonly kernel: Float32Array;
  readonly recurrentKernel: Float32Array;
  readonly bias?: Float32Array;
  readonly recurrentBias?: Float32Array;
  readonly h0?: Float32Array;
  readonly c0?: Float32Array;
  readonly mask?: Uint8Array;
  readonly recurrentMask?: Float32Array;
  readonly dh?: Float32Array;
  readonly dhLast?: Float32Array;
  readonly dcLast?: Float32Array;
}

/** Results and gradients by name. */
export type SequenceResults = Readonly<Record<string, ArrayLike<number>>>;

/** The layer written down as its formulas, a number at a time, in float64; gradients by the tape. */
export function reference(c: SequenceCase): SequenceResults {
  const { batch, time, features, units, cell, resetAfter = true } = c.sizes;
  const gates = { simpleRNN: 1, gru: 3, lstm: 4 }[cell];
  const tape = new Tape();
  const leaves = (values: ArrayLike<number> | undefined, count: number) =>
    Array.from({ length: count }, (_, i) => tape.leaf(values?.[i] ?? 0));
  const x = leaves(c.x, batch * time * features);
  const kernel = leaves(c.kernel, features * gates * units);
  const recurrentKernel = leaves(c.recurrentKernel, units * gates * units);
  const bias = leaves(c.bias, gates * units);
  const recurrentBias = leaves(c.recurrentBias, gates * units);
  const [h0, c0] = [leaves(c.h0, batch * units), leaves(c.c0, batch * units)];
  const one = tape.leaf(1);
  const minus = tape.leaf(-1);

  const inner = ACTIVATIONS[c.recurrentActivation ?? 'sigmoid'];
  const outer = ACTIVATIONS[c.activation ?? 'tanh'];
  const gate = (f: Scalar, node: number) => tape.apply(node, f(tape.value(node)));
  /** Σ_k left[k] · weights[k, column] + start */
  const dot = (start: number, left: readonly number[], weights: readonly number[], column: number) =>
    left.reduce((sum, a, k) => tape.add(sum, tape.multiply(a, weights[k * gates * units + column]!)), start);

  const h: number[] = Array(batch * time * units);
  const hLast: number[] = [];
  const cLast: number[] = [];
  for (let row = 0; row < batch; row++) {
    let state = h0.slice(row * units, (row + 1) * units);
    let memory = c0.slice(row * units, (row + 1) * units);
    for (let s = 0; s < time; s++) {
      const at = row * time + (c.goBackwards ? time - 1 - s : s);
      if (c.mask === undefined || c.mask[at] !== 0) {
        const xt = x.slice(at * features, (at + 1) * features);
        const scale = c.recurrentMask?.subarray(row * units, (row + 1) * units);
        const seen = scale ? state.map((node, u) => tape.multiply(node, tape.leaf(scale[u]!))) : state;
        const fed = (g: number, u: number) => dot(bias[g * units + u]!, xt, kernel, g * units + u);
        const full = (g: number, u: number) => dot(fed(g, u), seen, recurrentKernel, g * units + u);
        const each = (f: (u: number) => number) => Array.from({ length: units }, (_, u) => f(u));
        if (cell === 'simpleRNN') {
          state = each((u) => gate(outer, full(0, u)));
        } else if (cell === 'lstm') {
          const [i, f, o] = [0, 1, 3].map((g) => each((u) => gate(inner, full(g, u)))) as [
            number[],
            number[],
            number[],
          ];
          const g = each((u) => gate(outer, full(2, u)));
          memory = each((u) => tape.add(tape.multiply(f[u]!, memory[u]!), tape.multiply(i[u]!, g[u]!)));
          const kept = memory;
          state = each((u) => tape.multiply(o[u]!, gate(outer, kept[u]!)));
        } else {
          const extra = (g: number, u: number) => tape.add(full(g, u), recurrentBias[g * units + u]!);
          const z = each((u) => gate(inner, extra(0, u)));
          const r = each((u) => gate(inner, extra(1, u)));
          const column = (u: number) => 2 * units + u;
          const reset = seen.map((node, u) => tape.multiply(node, r[u]!));
          const n = each((u) => {
            const start = fed(2, u);
            if (!resetAfter) return gate(outer, dot(start, reset, recurrentKernel, column(u)));
            const m = dot(recurrentBias[column(u)]!, seen, recurrentKernel, column(u));
            return gate(outer, tape.add(start, tape.multiply(r[u]!, m)));
          });
          const before = state;
          state = each((u) => {
            const rest = tape.add(one, tape.multiply(minus, z[u]!));
            return tape.add(tape.multiply(z[u]!, before[u]!), tape.multiply(rest, n[u]!));
          });
        }
      }
      for (let u = 0; u < units; u++) h[at * units + u] = state[u]!;
    }
    hLast.push(...state);
    cLast.push(...memory);
  }

  const weighted = (nodes: readonly number[], weights: Float32Array | undefined) =>
    weights === undefined ? [] : nodes.map((node, i) => [node, weights[i]!] as const);
  const gradient = tape.gradients([
    ...weighted(h, c.dh),
    ...weighted(hLast, c.dhLast),
    ...(cell === 'lstm' ? weighted(cLast, c.dcLast) : []),
  ]);
  const valuesOf = (nodes: readonly number[]) => nodes.map((node) => tape.value(node));
  const gradientsOf = (nodes: readonly number[]) => nodes.map((node) => gradient[node]!);
  return {
    h: valuesOf(h),
    hLast: valuesOf(hLast),
    ...(cell === 'lstm' ? { cLast: valuesOf(cLast), dc0: gradientsOf(c0) } : {}),
    dx: gradientsOf(x),
    dKernel: gradientsOf(kernel),
    dRecurrentKernel: gradientsOf(recurrentKernel),
    dBias: gradientsOf(bias),
    ...(cell === 'gru' && resetAfter ? { dRecurrentBias: gradientsOf(recurrentBias) } : {}),
    dh0: gradientsOf(h0),
  };
}
