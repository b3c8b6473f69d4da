import { dispose, liveTensors, mul, sum, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  AdditiveAttention,
  Attention,
  type AttentionLayer,
  MultiHeadAttention,
  type MultiHeadAttentionOptions,
} from '../src/index.ts';

startBackend(wasmBackend());

interface Answer {
  readonly source: 'keras' | 'torch';
  readonly layer: 'Attention' | 'AdditiveAttention' | 'MultiHeadAttention';
  readonly options: object;
  readonly shapes: readonly (readonly number[])[];
  readonly masks: 'none' | 'value' | 'both';
  readonly causal: boolean;
  readonly y: readonly number[];
  /** Empty where they were not recorded. */
  readonly scores: readonly number[];
  readonly inputs: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

const { cases } = readRecorded<{ cases: readonly Answer[] }>('attention');

/** The numbers of the oracle. */
function numbers(seed: number, shape: readonly number[], divisor = 8): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104729) % 31) - 15) / divisor);
}

function maskOf([batch, time]: readonly number[], skipped: number): Tensor {
  const bits = Uint8Array.from({ length: batch! * time! }, (_, i) =>
    Number(((i % time!) + 2 * Math.floor(i / time!)) % 4 !== skipped),
  );
  return tensor(bits, [batch!, time!], 'bool');
}

function made({ layer, options, causal }: Answer): AttentionLayer {
  const given = { ...options, useCausalMask: causal };
  if (layer === 'MultiHeadAttention') return new MultiHeadAttention(given as MultiHeadAttentionOptions);
  return layer === 'Attention' ? new Attention(given) : new AdditiveAttention(given);
}

describe.each(['keras', 'torch'] as const)('the recorded answers of %s', (source) => {
  const recorded = cases.filter((answer) => answer.source === source);
  test.each(
    recorded.map((answer) => [
      `${answer.layer} ${JSON.stringify(answer.options)} of ${answer.shapes.join(' and ')}, masks: ${answer.masks}${answer.causal ? ', causal' : ''}`,
      answer,
    ]),
  )('%s', async (_, answer) => {
    const before = liveTensors();
    const { shapes, masks } = answer;
    const layer = made(answer);
    layer.build(shapes);
    const divisor = answer.layer === 'MultiHeadAttention' ? 32 : 8;
    for (const [i, weight] of layer.weights.entries()) weight.assign(numbers(4 + i, weight.shape, divisor));
    const inputs = shapes.map((shape, i) => tensor(numbers(1 + i, shape), shape));
    const counts = [
      masks === 'both' ? maskOf(shapes[0]!, 1) : undefined,
      masks === 'none' ? undefined : maskOf(shapes[1]!, 3),
    ];
    const outputShape = layer.computeOutputShape(shapes) as readonly number[];
    const dy = tensor(numbers(20, outputShape), outputShape);
    const { value, rest, grads } = valueAndGrad(() => {
      const y = layer.apply(inputs, { training: true, masks: counts });
      return [sum(mul(y, dy)), y];
    }, [...inputs, ...layer.weights.map((weight) => weight.value)]);
    // 1e-5 and 1e-4: float32 sums of a few products
    expect(rest[0]!.shape).toEqual(outputShape);
    expect(relativeError(await rest[0]!.data(), answer.y)).toBeLessThanOrEqual(1e-5);
    const gradients = await Promise.all(grads.map((grad) => grad!.data()));
    for (const [i, expected] of [...answer.inputs, ...answer.weights].entries()) {
      expectClose(gradients[i]!, expected, 1e-4, `gradient ${i}`);
    }
    const weights = tidy(() => layer.trace(inputs, counts));
    if (answer.scores.length > 0) {
      expect(relativeError(await weights.data(), answer.scores)).toBeLessThanOrEqual(1e-5);
    }
    dispose(...inputs, dy, value, weights, ...rest, ...grads.map((grad) => grad!));
    dispose(...counts.filter((mask) => mask !== undefined));
    layer.dispose();
    expect(liveTensors()).toBe(before);
  });
});

/** Relative to the largest entry; a gradient that is 0 but for rounding, such as that of a key's bias, has none. */
function expectClose(got: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string) {
  const scale = Math.max(...expected.map(Math.abs));
  if (scale > 1e-5) expect(relativeError(got, expected), what).toBeLessThanOrEqual(tolerance);
  else expect(Math.max(...Array.from(got, Math.abs)), what).toBeLessThanOrEqual(1e-5);
}
