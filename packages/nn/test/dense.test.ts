import { liveTensors, mul, sum, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { type ActivationName, Dense, firstOutput, Layer, l2, type Shape, ShapeError } from '../src/index.ts';

startBackend(wasmBackend());

interface DenseAnswers {
  readonly x: Recorded;
  readonly kernel: Recorded;
  readonly bias: Recorded;
  readonly upstream: Recorded;
  readonly cases: readonly {
    readonly activation: ActivationName;
    readonly y: Recorded;
    readonly x: Recorded;
    readonly kernel: Recorded;
    readonly bias: Recorded;
  }[];
}

const answers = readRecorded<DenseAnswers>('train', 'dense');
const put = ({ data, shape }: Recorded) => tensor(data, shape);

describe('equals PyTorch', () => {
  test.each(answers.cases.map((answer) => [answer.activation, answer] as const))(
    'with %s',
    async (_, answer) => {
      const layer = new Dense({ units: 3, activation: answer.activation });
      layer.build([null, 4, 5]);
      layer.setWeights([
        { name: 'kernel', shape: [5, 3], data: Float32Array.from(answers.kernel.data) },
        { name: 'bias', shape: [3], data: Float32Array.from(answers.bias.data) },
      ]);
      const x = put(answers.x);
      const [kernel, bias] = layer.weights;
      const upstream = put(answers.upstream);
      const { rest, grads } = valueAndGrad(() => {
        const y = firstOutput(layer.apply(x));
        return [sum(mul(y, upstream)), y];
      }, [x, kernel!.value, bias!.value]);
      // 1e-5 forward, 1e-4 backward: sums of a few float32 products against float64.
      expect(relativeError(await rest[0]!.data(), answer.y.data)).toBeLessThanOrEqual(1e-5);
      expect(relativeError(await grads[0]!.data(), answer.x.data)).toBeLessThanOrEqual(1e-4);
      expect(relativeError(await grads[1]!.data(), answer.kernel.data)).toBeLessThanOrEqual(1e-4);
      expect(relativeError(await grads[2]!.data(), answer.bias.data)).toBeLessThanOrEqual(1e-4);
      layer.dispose();
    },
  );
});

test('works without a bias, and converts integers', async () => {
  const layer = new Dense({ units: 2, useBias: false, kernelInitializer: 'ones' });
  expect(layer.build([null, 3]).outputShape).toEqual([null, 2]);
  expect(layer.weights.map(({ path }) => path)).toEqual(['dense/kernel']);
  const y = tidy(() => firstOutput(layer.apply(tensor(Int32Array.of(1, 2, 3), [1, 3]))));
  expect(await y.data()).toEqual(Float32Array.of(6, 6));
  y.dispose();
  layer.dispose();
});

test('keeps its regularizers with its parameters and passes a mask on', () => {
  const layer = new Dense({ units: 2, kernelRegularizer: l2(0.5), biasRegularizer: { l1: 0.1 } });
  layer.build([null, 3]);
  expect(layer.weights.map(({ regularizer }) => regularizer)).toEqual([{ l2: 0.5 }, { l1: 0.1 }]);
  const mask = tensor([1], [1, 1], 'bool');
  expect(layer.computeMask(mask, mask)).toBe(mask);
  mask.dispose();
  layer.dispose();
});

test.each([
  [{ units: 0 }, 'Dense: units must be a positive integer, got 0.'],
  [{ units: 1e12 }, 'Dense: units must be a positive integer below 2^31, got 1000000000000.'],
  [{ units: Number.NaN }, 'Dense: units must be a positive integer, got NaN.'],
  [{ units: '3' }, 'Dense: units must be a positive integer, got "3".'],
  [{ units: 1, useBias: 1 }, 'Dense: useBias must be true or false, got 1.'],
  [
    { units: 1, activation: 'constructor' },
    'Dense: activation: unknown activation, got "constructor". Known: linear,',
  ],
  [
    { units: 1, kernelInitializer: 'xavier' },
    'Dense: kernelInitializer: unknown initializer, got "xavier". Known: zeros,',
  ],
  [{ units: 1, biasInitializer: { type: 'constant', value: 'a' } }, 'value must be a finite number, got "a"'],
  [
    { units: 1, kernelRegularizer: { l2: -1 } },
    'Dense: kernelRegularizer: l2 must be a finite number ≥ 0, got -1.',
  ],
  [{ units: 1, kernelRegularizer: 0.1 }, 'Dense: kernelRegularizer must be { l1?, l2? }, got 0.1.'],
  [
    { units: 1, kernelRegularizer: { l3: 1 } },
    'Dense: kernelRegularizer: has no setting "l3". Its settings: l1, l2.',
  ],
  [{ units: 1, kernelRegularizer: { l1: null } }, 'Dense: kernelRegularizer: l1 must not be null.'],
  [{ units: 1, useBias: null }, 'Dense: useBias must not be null.'],
  [{ units: 1, name: 'a/b' }, 'Dense: name must be a text of 1 to 200 characters without "/", got "a/b".'],
  [{ units: 1, trainable: 'no' }, 'Dense: trainable must be true or false, got "no".'],
])('refuses %j', (options, message) => {
  expect(() => new Dense(options as never)).toThrow(message);
});

test('names layer, got and expected for a wrong input, at build and at call', () => {
  const before = liveTensors();
  expect(() => new Dense({ units: 2 }).build([null])).toThrow(
    new ShapeError('Dense "dense": expected input of rank 2 or more [B, …, D], got shape [?].'),
  );
  expect(() => new Dense({ units: 2, name: 'out' }).build([null, null])).toThrow(
    'Dense "out": axis -1 of its input [B, …, D] must have a known positive size, got shape [?, ?].',
  );
  const layer = new Dense({ units: 2 });
  layer.build([null, 3]);
  const x = tensor([1, 2], [1, 2]);
  expect(() => layer.apply(x)).toThrow(
    'Dense "dense": axis -1 of its input [B, …, D] must have size 3, as its first input has, got shape [1, 2].',
  );
  x.dispose();
  layer.dispose();
  expect(liveTensors()).toBe(before);
});

test('a build that fails leaves no tensor', () => {
  const before = liveTensors();
  const broken = () => {
    throw new Error('no values');
  };
  expect(() => new Dense({ units: 2, biasInitializer: broken }).build([null, 3])).toThrow('no values');
  expect(liveTensors()).toBe(before);
});

test('a wrapper names, counts, freezes and releases the layers within', async () => {
  class Twice extends Layer<{ readonly layer: Layer; readonly name?: string }> {
    static readonly className: string = 'Twice';
    protected override createParameters(inputShape: Shape): void {
      this.addLayer(this.options.layer, inputShape);
    }
    protected call(x: Parameters<Layer['apply']>[0], context: Parameters<Layer['apply']>[1]) {
      return this.options.layer.apply(firstOutput(this.options.layer.apply(x, context)), context);
    }
  }
  const before = liveTensors();
  const twice = new Twice({ layer: new Dense({ units: 3, name: 'inner' }) });
  twice.build([null, 3], { path: 'model_part' });
  expect(twice.weights.map(({ path }) => path)).toEqual(['model_part/inner/kernel', 'model_part/inner/bias']);
  expect((await twice.getWeights()).map(({ name }) => name)).toEqual(['inner/kernel', 'inner/bias']);
  expect(twice.countParams()).toBe(12);
  expect(twice.trainableWeights).toHaveLength(2);
  twice.trainable = false;
  expect(twice.trainableWeights).toHaveLength(0);
  twice.dispose();
  expect(liveTensors()).toBe(before);
});
