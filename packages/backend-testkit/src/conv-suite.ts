import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { CONVOLUTIONS, type ConvolutionCase, draw, POOLINGS, type PoolingCase } from './conv-cases.ts';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';
import { portableBody } from './portable-body.ts';

/** Value and gradients of an operation, whose result is weighted with fixed numbers. */
function run(
  operation: (...sources: s.Tensor[]) => s.Tensor,
  sources: readonly s.Tensor[],
): { y: s.Tensor; weights: s.Tensor; grads: s.Tensor[] } {
  let weights: s.Tensor | undefined;
  const { value, rest, grads } = s.valueAndGrad(() => {
    const y = operation(...sources);
    weights = s.tensor(numbers(y.size, 9), y.shape);
    return [s.sum(s.mul(y, weights)), y, weights];
  }, sources);
  value.dispose();
  return { y: rest[0]!, weights: rest[1]!, grads: grads.map((grad) => grad!) };
}

async function expectEqual(got: s.Tensor, expected: s.Tensor, what: string, tolerance = 1e-5): Promise<void> {
  expect([...got.shape], what).toEqual([...expected.shape]);
  expectClose(await take(got), await take(expected), tolerance);
}

function operandsOf({ x: [batch, length, channels], kernelSize, filters, ...c }: ConvolutionCase) {
  const { stride = 1, dilation = 1, padding = [0, 0], groups = 1, activation = 'linear' } = c;
  const options = { stride, dilation, padding, groups, activation } as const;
  const attributes = { stride, dilation, padLeft: padding[0], padRight: padding[1], groups, activation };
  return {
    options,
    attributes: { ...attributes, kernelSize, length },
    x: draw([batch, length, channels], 1),
    filter: draw([kernelSize, channels / groups, filters], 2),
    bias: c.bias ? draw([filters], 3) : undefined,
  };
}

/** Convolution and pooling: fused bodies equal the portable ones, and these their formulas. */
export function convSuite(): void {
  describe('convolution', () => {
    test.each(CONVOLUTIONS)('%j: equals the portable bodies, forward and backward', async (c) => {
      const { x, filter, bias, options, attributes } = operandsOf(c);
      const sources = [x, filter, ...(bias ? [bias] : [])];
      const got = run((x, filter, bias) => s.conv1d({ x: x!, filter: filter!, bias, ...options }), sources);
      const y = s.tidy(() => portableBody('Conv1D')({ x, filter, bias }, attributes));
      const { activation } = options;
      const dz =
        activation === 'linear'
          ? s.copy(got.weights)
          : s.tidy(() => portableBody('ActivationGrad')({ dy: got.weights, y }, { activation }));
      const dx = s.tidy(() => portableBody('Conv1DInputGrad')({ dy: dz, filter }, attributes));
      const dFilter = s.tidy(() => portableBody('Conv1DFilterGrad')({ x, dy: dz }, attributes));
      // Float32 sums in another order, in tiles whose rounding is about twice that of a plain sum.
      await expectEqual(got.y, y, 'y', 2e-5);
      await expectEqual(got.grads[0]!, dx, 'dx', 2e-5);
      await expectEqual(got.grads[1]!, dFilter, 'dFilter', 2e-5);
      if (bias)
        await expectEqual(
          got.grads[2]!,
          s.tidy(() => s.sum(dz, [0, 1])),
          'dBias',
          2e-5,
        );
      s.dispose(...sources, got.weights, dz);
    });

    test.each(CONVOLUTIONS.filter(({ x, filters }) => x[0] * x[1] * x[2] * filters < 300))(
      '%j: gradients are differences of values',
      async (c) => {
        const { x, filter, bias, options } = operandsOf({ ...c, activation: 'tanh', bias: true });
        const inputs = await Promise.all(
          [x, filter, bias!].map(async (t) => ({ values: (await t.data()) as Float32Array, shape: t.shape })),
        );
        const operation = (...[x, filter, bias]: s.Tensor[]) =>
          s.conv1d({ x: x!, filter: filter!, bias, ...options, activation: 'tanh' });
        await checkGradients(operation, inputs);
        s.dispose(x, filter, bias!);
      },
    );

    test('a transposed convolution is the transpose of a convolution', async () => {
      for (const [stride, dilation, padding] of [
        [1, 1, [0, 0]],
        [2, 1, [1, 0]],
        [3, 1, [2, 1]],
        [1, 2, [2, 2]],
      ] as const) {
        // ⟨conv(a), b⟩ = ⟨a, convᵀ(b)⟩
        const window = { stride, dilation, padding };
        const [a, filter] = [draw([2, 11, 3], 1), draw([3, 3, 5], 2)];
        const made = s.conv1d({ x: a, filter, ...window });
        const b = draw(made.shape, 3);
        const back = s.conv1dTranspose({ x: b, filter, length: 11, ...window });
        const products = [s.tidy(() => s.sum(s.mul(made, b))), s.tidy(() => s.sum(s.mul(a, back)))];
        expectClose(await take(products[0]!), await take(products[1]!));
        s.dispose(a, filter, made, b, back);
      }
    });

    test('a transposed convolution has the gradients of its values', async () => {
      const operation = (...[x, filter, bias]: s.Tensor[]) =>
        s.conv1dTranspose({
          x: x!,
          filter: filter!,
          bias,
          stride: 2,
          padding: [1, 0],
          length: 8,
          activation: 'sigmoid',
        });
      await checkGradients(operation, [
        { values: numbers(2 * 4 * 2, 1), shape: [2, 4, 2] },
        { values: numbers(3 * 3 * 2, 2), shape: [3, 3, 2] },
        { values: numbers(3, 3), shape: [3] },
      ]);
    });

    test.each(POOLINGS)('pooling %j: equals the portable bodies, forward and backward', async (c) => {
      await comparePooling(c, 'max');
      await comparePooling(c, 'average');
    });

    test('the gradient of a maximum goes to the first of equal steps, also where windows overlap', async () => {
      const x = s.tensor([2, 2, 1, 3, 3], [1, 5, 1]);
      const { y, weights, grads } = run((x) => s.maxPool1d(x!, { poolSize: 3, stride: 1 }), [x]);
      const [a, b, c] = await take(weights);
      expect(await take(y)).toEqual([2, 3, 3]);
      expectClose(await take(grads[0]!), [a!, 0, 0, b! + c!, 0], 1e-6);
      x.dispose();
    });

    test('averages count the steps inside only', async () => {
      const x = s.tensor([3, 5, 7], [1, 3, 1]);
      expect(await take(s.averagePool1d(x, { poolSize: 2, stride: 2, padding: [0, 1] }))).toEqual([4, 7]);
      x.dispose();
    });

    test('operands that do not fit are refused before a kernel sees them', () => {
      const [x, filter, bias] = [draw([2, 5, 4], 1), draw([3, 4, 6], 2), draw([5], 3)];
      const refused: readonly (readonly [() => unknown, string])[] = [
        [() => s.conv1d({ x, filter, bias }), 'conv1d: bias has shape [5], expected [6]'],
        [() => s.conv1d({ x: bias, filter }), 'conv1d: x must have shape [B, T, C]'],
        [() => s.conv1d({ x, filter, groups: 2 }), 'in 2 groups is for 8 channels'],
        [() => s.conv1d({ x, filter, stride: 0 }), 'conv1d: stride must be a positive integer, got 0.'],
        [
          () => s.conv1d({ x, filter, padding: [-1, 0] }),
          'padLeft must be an integer from 0 to 2147483647, got -1.',
        ],
        [
          () => s.conv1d({ x, filter, dilation: 3 }),
          'a window reaches over 7 steps, the padded input has 5.',
        ],
        [
          () => s.conv1d({ x, filter, activation: 'selu' as never }),
          'conv1d: activation must be one of linear',
        ],
        [() => s.conv1dTranspose({ x, filter: x, length: 9 }), 'makes 8, but x has 5'],
        [() => s.maxPool1d(x, { poolSize: 6 }), 'maxPool1d: a window reaches over 6 steps'],
        [() => s.averagePool1d(x, { poolSize: 2, padding: [2, 0] }), 'padding must be below poolSize 2'],
      ];
      for (const [call, message] of refused) expect(call).toThrow(message);
      const whole = s.zeros([2, 5, 4], 'int32');
      expect(() => s.maxPool1d(whole, { poolSize: 2 })).toThrow(
        "x has dtype int32, expected float32. Use cast(x, 'float32').",
      );
      s.dispose(x, filter, bias, whole);
    });
  });
}

async function comparePooling(
  { x: shape, poolSize, ...c }: PoolingCase,
  kind: 'max' | 'average',
): Promise<void> {
  const { stride = poolSize, padding = [0, 0] } = c;
  const x = draw(shape, 5);
  const operation = kind === 'max' ? s.maxPool1d : s.averagePool1d;
  const got = run((x) => operation(x!, { poolSize, stride, padding }), [x]);
  const attributes = { poolSize, stride, padLeft: padding[0], padRight: padding[1], length: shape[1] };
  const dy = got.weights;
  const y = s.tidy(() => portableBody(kind === 'max' ? 'MaxPool1D' : 'AvgPool1D')({ x }, attributes));
  const dx = s.tidy(() =>
    kind === 'max'
      ? portableBody('MaxPool1DGrad')({ x, y, dy }, attributes)
      : portableBody('AvgPool1DGrad')({ dy }, attributes),
  );
  await expectEqual(got.grads[0]!, dx, `${kind} dx`, 1e-6);
  await expectEqual(got.y, y, `${kind} y`, 1e-6);
  s.dispose(x, got.weights);
}
