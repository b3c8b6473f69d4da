import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SequenceCase } from './reference.ts';
import { runSequence } from './sequence-run.ts';
import { createWorkbench, randomFloats, type Workbench } from './workbench.ts';

/** Largest magnitude, weighted sum, samples. */
type Digest = readonly number[];

interface Recorded {
  readonly cell: 'rnn-tanh' | 'rnn-relu' | 'gru' | 'lstm';
  readonly shape: readonly [batch: number, time: number, features: number, units: number];
  readonly mode: 'last' | 'sequences' | 'backwards' | 'bidirectional';
  readonly dx: Digest;
  readonly directions: readonly Readonly<Record<string, Digest>>[];
}

const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tooling/oracles/recorded/sequence.json'), 'utf8'),
);

/** The operands that tooling/oracles/sequence.py gave to PyTorch, in this package's layout. */
function operands({ cell, shape, mode }: Recorded, direction: number): SequenceCase {
  const [batch, time, features, units] = shape;
  const kind = cell === 'gru' || cell === 'lstm' ? cell : 'simpleRNN';
  const gates = { simpleRNN: 1, gru: 3, lstm: 4 }[kind];
  const scale = Math.fround(1 / Math.fround(Math.sqrt(units))) / (cell === 'rnn-relu' ? 2 : 1);
  const seed = 10 + 10 * direction;
  // PyTorch's [G·U, inputs] with the GRU's gates r z n, to [inputs, G·U] with gates z r n.
  const weights = (offset: number, inputs: number) => {
    const from = randomFloats(gates * units * inputs, seed + offset);
    return Float32Array.from({ length: from.length }, (_, i) => {
      const column = i % (gates * units);
      const gate = Math.floor(column / units);
      const row = [kind === 'gru' ? [1, 0, 2][gate]! : gate][0]! * units + (column % units);
      return Math.fround(from[row * inputs + Math.floor(i / (gates * units))]! * scale);
    });
  };
  const state = batch * units;
  const [kernel, recurrentKernel] = [weights(0, features), weights(1, units)];
  const [bias, recurrentBias] = [weights(2, 1), weights(3, 1)];
  const states = mode !== 'last';
  return {
    sizes: { cell: kind, batch, time, features, units },
    activation: cell === 'rnn-relu' ? 'relu' : 'tanh',
    goBackwards: mode === 'backwards' || direction === 1,
    x: randomFloats(batch * time * features, 1),
    kernel,
    recurrentKernel,
    // PyTorch has two biases everywhere, Keras where they are not simply added.
    ...(kind === 'gru' ? { bias, recurrentBias } : { bias: bias.map((b, i) => b + recurrentBias[i]!) }),
    ...(states ? { h0: randomFloats(state, 30 + direction) } : {}),
    ...(states && kind === 'lstm' ? { c0: randomFloats(state, 32 + direction) } : {}),
    dhLast: randomFloats(state, 40 + direction),
    ...(states ? { dh: randomFloats(time * state, 42 + direction) } : {}),
    ...(states && kind === 'lstm' ? { dcLast: randomFloats(state, 44 + direction) } : {}),
  };
}

/** Largest error of the recorded numbers relative to the largest magnitude; of the sum, also to √(its terms). */
function errorOf(got: Float32Array, [largest, sum, ...samples]: Digest): number {
  const weights = randomFloats(got.length, 99);
  const gotLargest = got.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
  const gotSum = got.reduce((total, v, i) => total + v * weights[i]!, 0);
  const errors = [
    gotLargest - largest!,
    (gotSum - sum!) / Math.sqrt(got.length),
    ...samples.map((v, i) => got[(i * 7919) % got.length]! - v),
  ];
  return Math.max(...errors.map(Math.abs)) / (largest! || 1);
}

describe('sequence kernels against PyTorch in float64', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it('covers at least 120 cases', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(120);
  });

  it.each(recorded)('$cell $shape $mode', (c) => {
    const dx = new Float32Array(c.shape[0] * c.shape[1] * c.shape[2]);
    const errors: Record<string, number> = {};
    c.directions.forEach((expected, direction) => {
      const got = runSequence(bench, operands(c, direction));
      got.dx!.forEach((v, i) => {
        dx[i]! += v;
      });
      for (const [name, digest] of Object.entries(expected)) {
        const error = errorOf(got[name]!, digest);
        // float32 against float64 over up to 500 steps
        if (!(error <= (name.startsWith('d') ? 1e-4 : 1e-5))) errors[`${name} ${direction}`] = error;
      }
    });
    const error = errorOf(dx, c.dx);
    if (!(error <= 1e-4)) errors.dx = error;
    expect(errors).toEqual({});
  });
});
