import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { SegmentGRU, type SegmentGRUOptions } from '../src/index.ts';
import { onWasm, runLayer } from './oracle.ts';

onWasm();

interface Answer {
  readonly options: SegmentGRUOptions;
  readonly x: readonly number[];
  readonly shape: readonly number[];
  readonly outputShape: readonly number[];
  readonly upstream: readonly number[];
  readonly y: readonly number[];
  readonly dx: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** What `tooling/oracles/long_horizon.py` recorded from a SegRNN of torch.nn.GRU. */
const answers = readRecorded<{ segmentGRU: readonly Answer[] }>('long_horizon').segmentGRU;

test.each(answers)('equals PyTorch: $options', async ({ options, x, shape, weights, ...expected }) => {
  const layer = new SegmentGRU(options);
  const built = layer.build([null, ...shape.slice(1)]);
  expect(built.outputShape).toEqual([null, ...expected.outputShape.slice(1)]);
  layer.setWeights(
    layer.weights.map(({ name, shape }) => ({ name, shape, data: Float32Array.from(weights[name]!) })),
  );
  const run = await runLayer(layer, { values: Float32Array.from(x), shape }, [
    Float32Array.from(expected.upstream),
  ]);
  // float32 products through up to three steps of the GRU
  expect(relativeError(run.outputs[0]!, expected.y)).toBeLessThanOrEqual(1e-5);
  expect(relativeError(run.dx, expected.dx)).toBeLessThanOrEqual(5e-5);
  for (const [name, gradient] of Object.entries(expected.gradients)) {
    expect(relativeError(run.weights[name]!, gradient), name).toBeLessThanOrEqual(5e-5);
  }
  layer.dispose();
});

test('refuses segments that do not fill the horizon or the window, and an odd state with channels', () => {
  const base = { units: 4, segmentLength: 4, horizon: 8 };
  expect(() => new SegmentGRU({ ...base, horizon: 6 })).toThrow(
    'SegmentGRU: horizon must be a multiple of segmentLength 4, got 6. Give a segmentLength that divides it.',
  );
  expect(() => new SegmentGRU({ ...base, units: 5 })).toThrow(
    'SegmentGRU: units must be even with channelEmbedding, which takes one half, got 5.',
  );
  expect(() => new SegmentGRU(base).build([null, 10, 2])).toThrow(
    /SegmentGRU ".*": expected windows of whole segments of 4 steps, got 10 steps\. Give another lookback or segmentLength\./,
  );
});
