import { dispose, type Tensor, zeros } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { ShapeError } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { PositionEmbedding, SinePositionEncoding } from '../src/index.ts';

startBackend(wasmBackend());

async function valuesOf(y: Tensor): Promise<number[]> {
  const values = Array.from(await y.data());
  y.dispose();
  return values;
}

test('an embedding gives every sample the vectors of its positions, the first ones of a shorter sequence', async () => {
  const layer = new PositionEmbedding({ sequenceLength: 3 });
  layer.build([null, null, 2]);
  layer.weights[0]!.assign(Float32Array.of(1, 2, 3, 4, 5, 6));
  const [two, three] = [zeros([2, 2, 2]), zeros([1, 3, 2])];
  expect(await valuesOf(layer.apply(two))).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  expect(await valuesOf(layer.apply(three))).toEqual([1, 2, 3, 4, 5, 6]);
  const four = zeros([1, 4, 2]);
  expect(() => layer.apply(four)).toThrow(ShapeError);
  dispose(two, three, four);
  layer.dispose();
});

test('sines and cosines alternate, and become slower from pair to pair', async () => {
  const layer = new SinePositionEncoding({ maxWavelength: 100 });
  layer.build([null, 2, 4]);
  const x = zeros([1, 2, 4]);
  const got = await valuesOf(layer.apply(x));
  // 100^(2/4) = 10
  const expected = [0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.1), Math.cos(0.1)];
  for (const [i, value] of expected.entries()) expect(got[i]).toBeCloseTo(value, 6);
  x.dispose();
  layer.dispose();
});
