import { copy, liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Parameter } from '@seqloom/nn';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  adagrad,
  adam,
  adamW,
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  learningRateAt,
  linearWarmup,
  nadam,
  type Optimizer,
  piecewiseConstantDecay,
  rmsprop,
  type Schedule,
  type SGDOptions,
  sgd,
} from '../src/index.ts';
import { makeOptimizer } from '../src/optimizers/optimizers.ts';

startBackend(wasmBackend());

interface OptimizerAnswers {
  readonly start: Recorded;
  readonly gradients: Recorded;
  readonly cases: readonly {
    readonly optimizer: string;
    readonly settings: object;
    readonly keras: Recorded;
    readonly torch?: Recorded;
  }[];
}

const answers = readRecorded<OptimizerAnswers>('train', 'optimizers');
const MAKE: Record<string, (settings: object) => Optimizer> = { sgd, rmsprop, adam, adamW };

const parameterOf = (data: readonly number[]) =>
  new Parameter({ name: 'w', path: 'w', shape: [data.length], values: Float32Array.from(data) });

/** Runs steps with given gradients and returns the weights; nothing stays behind. */
async function descend(
  optimizer: Optimizer,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
) {
  const before = liveTensors();
  const parameter = parameterOf(start);
  for (const values of gradients) {
    const gradient = tensor(values, [values.length]);
    optimizer.apply([parameter], [gradient]);
    gradient.dispose();
  }
  const weights = Array.from(await parameter.value.data());
  parameter.dispose();
  expect(liveTensors()).toBe(before);
  return weights;
}

const rows = ({ data, shape: [count, width] }: Recorded) =>
  Array.from({ length: count! }, (_, row) => data.slice(row * width!, (row + 1) * width!));

describe.each(answers.cases.map((answer) => [answer.optimizer, answer.settings, answer] as const))(
  '50 steps of %s %j',
  (name, settings, answer) => {
    // 1e-5 relative: float32 rounding of 50 steps.
    test('equal the formulas of Keras in float64', async () => {
      const got = await descend(MAKE[name]!(settings), answers.start.data, rows(answers.gradients));
      expect(relativeError(got, answer.keras.data)).toBeLessThanOrEqual(1e-5);
    });

    // Not recorded for centered: with epsilon 0 its first variance is a difference of nearly equal numbers.
    if (answer.torch) {
      const { data } = answer.torch;
      test('equal PyTorch where epsilon is 0', async () => {
        const optimizer = MAKE[name]!(name === 'sgd' ? settings : { ...settings, epsilon: 0 });
        const got = await descend(optimizer, answers.start.data, rows(answers.gradients));
        expect(relativeError(got, data)).toBeLessThanOrEqual(1e-5);
      });
    }
  },
);

interface ClippingAnswer {
  readonly optimizer: string;
  readonly settings: object;
  readonly torch: readonly Recorded[];
}

// 1e-5 relative: float32 rounding, and the 1e-6 that PyTorch adds to a norm.
test.each(
  readRecorded<readonly ClippingAnswer[]>('train', 'clipping').map(
    (answer) => [answer.optimizer, answer.settings, answer.torch] as const,
  ),
)('50 steps of %s %j equal those after clip_grad_norm_', async (name, settings, torch) => {
  const split = (values: readonly number[]) => [values.slice(0, 4), values.slice(4)];
  const before = liveTensors();
  const parameters = split(answers.start.data).map(parameterOf);
  const optimizer = MAKE[name]!(name === 'sgd' ? settings : { ...settings, epsilon: 0 });
  for (const row of rows(answers.gradients)) {
    const gradients = split(row).map((values) => tensor(values, [values.length]));
    optimizer.apply(parameters, gradients);
    for (const gradient of gradients) gradient.dispose();
  }
  for (const [i, parameter] of parameters.entries()) {
    expect(relativeError(await parameter.value.data(), torch[i]!.data)).toBeLessThanOrEqual(1e-5);
    parameter.dispose();
  }
  expect(liveTensors()).toBe(before);
});

describe('the stages of a step', () => {
  // w = 4, g = 8, η = 0.5, λ = 0.25, limit 1: decay to 4 − 0.5 · 0.25 · 4 = 3.5, then 3.5 − 0.5 · 1.
  const options = { learningRate: 0.5, weightDecay: 0.25, clipnorm: 1 };

  test('are clip, decay, update', async () => {
    expect(await descend(sgd(options), [4], [[8]])).toEqual([3]);
  });

  test('a stage that fails does not count as a step', () => {
    const [parameter, gradient, optimizer] = [parameterOf([4]), tensor([8], [1]), sgd(options)];
    const before = liveTensors();
    const clipped = optimizer.clip([{ parameter, gradient, norm: 8 }]);
    const fail = () => {
      throw new Error('failed');
    };
    expect(() => optimizer.runStep(clipped, fail)).toThrow('failed');
    // A step that float32 may not hold runs on copies, which are released.
    optimizer.learningRate = 1e20;
    expect(() => optimizer.runStep(clipped, fail)).toThrow('failed');
    expect(optimizer.iterations).toBe(0);
    expect(liveTensors()).toBe(before);
    gradient.dispose();
    parameter.dispose();
  });
});

describe('clipping', () => {
  const step = (options: SGDOptions, gradient: readonly number[]) =>
    descend(sgd({ learningRate: 1, ...options }), [0, 0], [gradient]);

  test('by value cuts components', async () => {
    expect(await step({ clipvalue: 1 }, [3, -0.5])).toEqual([-1, 0.5]);
  });

  test('by norm shortens a long gradient and leaves a short one', async () => {
    expect(await step({ clipnorm: 1 }, [3, 4])).toEqual([-0.6, -0.8].map(Math.fround));
    expect(await step({ clipnorm: 10 }, [3, 4])).toEqual([-3, -4]);
  });

  test('by global norm shortens all gradients together', async () => {
    const optimizer = sgd({ learningRate: 1, globalClipnorm: 1 });
    const parameters = [parameterOf([0]), parameterOf([0]), parameterOf([7])];
    const gradients = [tensor([3], [1]), tensor([4], [1]), undefined];
    const before = liveTensors();
    optimizer.apply(parameters, gradients);
    expect(liveTensors()).toBe(before);
    const values = await Promise.all(parameters.map(async ({ value }) => (await value.data())[0]));
    expect(values).toEqual([Math.fround(-0.6), Math.fround(-0.8), 7]);
    for (const made of [...parameters, ...gradients]) made?.dispose();
  });
});

test('a parameter that somebody holds a copy of changes all the same, and the copy does not', async () => {
  const parameter = parameterOf([1]);
  const held = copy(parameter.value);
  const gradient = tensor([1], [1]);
  sgd({ learningRate: 0.5 }).apply([parameter], [gradient]);
  expect(Array.from(await held.data())).toEqual([1]);
  expect(Array.from(await parameter.value.data())).toEqual([0.5]);
  for (const made of [held, gradient, parameter]) made.dispose();
});

test('slots go with their parameter, or with the optimizer', () => {
  const before = liveTensors();
  const optimizer = adam();
  const [first, second] = [parameterOf([1]), parameterOf([2])];
  const gradient = tensor([1], [1]);
  optimizer.apply([first, second], [gradient, gradient]);
  expect(liveTensors()).toBe(before + 7); // two parameters, one gradient, two slots each
  first.dispose();
  expect(liveTensors()).toBe(before + 4);
  optimizer.dispose();
  expect(liveTensors()).toBe(before + 2);
  expect(optimizer.iterations).toBe(0);
  second.dispose();
  gradient.dispose();
  expect(liveTensors()).toBe(before);
});

describe('step sizes', () => {
  test('may be functions of the step, counted from 0', async () => {
    const rates: number[] = [];
    const learningRate = (step: number) => {
      rates.push(step);
      return 1 / (step + 1);
    };
    expect(await descend(sgd({ learningRate }), [0], [[1], [1], [1]])).toEqual([Math.fround(-11 / 6)]);
    expect(rates).toEqual([0, 1, 2]);
  });

  test('may be a schedule', async () => {
    const learningRate = exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    expect(await descend(sgd({ learningRate }), [0], [[1], [1], [1]])).toEqual([-1.75]);
  });

  test('can be fixed on the way', () => {
    const optimizer = sgd({ learningRate: () => 1 });
    optimizer.learningRate = 0.5;
    expect(optimizer.learningRate).toBe(0.5);
  });

  test('that are no finite number stop the step before anything changes', async () => {
    const parameter = parameterOf([1]);
    const gradient = tensor([1], [1]);
    expect(() => sgd({ learningRate: () => Number.NaN }).apply([parameter], [gradient])).toThrow(
      'optimizer: learningRate must be a finite number ≥ 0, got NaN.',
    );
    expect(Array.from(await parameter.value.data())).toEqual([1]);
    gradient.dispose();
    parameter.dispose();
  });

  test('exponentialDecay falls smoothly or in stairs', () => {
    const settings = { initialLearningRate: 1, decaySteps: 10, decayRate: 0.25 };
    const along = (schedule: Schedule, steps: number[]) =>
      steps.map((step) => learningRateAt(schedule, step));
    expect(along(exponentialDecay(settings), [0, 5, 10, 20])).toEqual([1, 0.5, 0.25, 0.0625]);
    const stairs = exponentialDecay({ ...settings, staircase: true });
    expect(along(stairs, [0, 9, 10])).toEqual([1, 1, 0.25]);
    expect(() => exponentialDecay({ ...settings, decaySteps: 0 })).toThrow(
      'decaySteps must be a positive number',
    );
  });

  test('cosineDecay warms up, falls and stays', () => {
    const falling = cosineDecay({ initialLearningRate: 2, decaySteps: 10 });
    const plain = (step: number) => learningRateAt(falling, step);
    expect(plain(0)).toBe(2);
    expect(plain(5)).toBeCloseTo(1, 12);
    expect(plain(10)).toBe(0);
    const warming = cosineDecay({
      initialLearningRate: 0,
      warmupTarget: 1,
      warmupSteps: 4,
      decaySteps: 10,
      alpha: 0.1,
    });
    const warm = (step: number) => learningRateAt(warming, step);
    expect([0, 2, 4].map(warm)).toEqual([0, 0.5, 1]);
    expect(warm(9)).toBeCloseTo(0.55, 12);
    expect(warm(100)).toBeCloseTo(0.1, 12);
  });
});

test.each([
  [() => sgd({ learningRate: Number.NaN }), 'learningRate must be a finite number ≥ 0, got NaN'],
  [() => sgd({ momentum: 1 }), 'sgd: momentum must be in [0, 1), got 1'],
  [() => rmsprop({ rho: -1 }), 'rmsprop: rho must be in [0, 1), got -1'],
  [() => rmsprop({ momentum: 2 }), 'rmsprop: momentum must be in [0, 1), got 2'],
  [() => adam({ beta1: 1 }), 'adam: beta1 must be in [0, 1), got 1'],
  [() => adam({ beta2: Number.NaN }), 'adam: beta2 must be in [0, 1), got NaN'],
  [() => adam({ epsilon: -1 }), 'adam: epsilon must be a finite number ≥ 0, got -1'],
  [() => adamW({ weightDecay: -1 }), 'weightDecay must be a finite number ≥ 0, got -1'],
  [
    () => sgd({ clipNorm: 1 } as never),
    'sgd: has no setting "clipNorm". Its settings: learningRate, weightDecay, clipnorm, clipvalue, globalClipnorm, ' +
      'useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps, momentum, nesterov.',
  ],
  [() => rmsprop({ decay: 0.9 } as never), 'rmsprop: has no setting "decay"'],
  [() => adam({ beta_1: 0.9 } as never), 'adam: has no setting "beta_1"'],
  [() => adamW({ amsgrad: true } as never), 'adamW: has no setting "amsgrad"'],
  [() => sgd({ clipnorm: 0 }), 'clipnorm must be a positive number, got 0'],
  [() => sgd({ clipnorm: '1' as never }), 'sgd: clipnorm must be a positive number, got "1"'],
  [() => sgd({ clipnorm: 1, globalClipnorm: 1 }), 'sgd: got clipnorm and globalClipnorm. Give one of'],
  [() => sgd({ nesterov: 1 as never }), 'sgd: nesterov must be true or false, got 1'],
  [() => rmsprop({ centered: 'no' as never }), 'rmsprop: centered must be true or false, got "no"'],
  [() => adam({ beta1: '0.9' as never }), 'adam: beta1 must be in [0, 1), got "0.9"'],
  [() => adam({ learningRate: '1' as never }), 'adam: learningRate must be a finite number ≥ 0, got "1"'],
  [
    () => adam({ learningRate: { type: 'stairs' } as never }),
    'adam: unknown schedule, got {"type":"stairs"}. Known: exponentialDecay, inverseTimeDecay, polynomialDecay, ' +
      'piecewiseConstantDecay, cosineDecay, cosineDecayRestarts, linearWarmup.',
  ],
  [
    () => adam({ learningRate: { type: 'cosineDecay', initialLearningRate: 1, decaySteps: 0 } }),
    'cosineDecay: decaySteps must be a positive number, got 0',
  ],
  [
    () => cosineDecay({ initialLearningRate: 1, decaySteps: 1, alpha: 2 }),
    'cosineDecay: alpha must be a finite number from 0 to 1, got 2',
  ],
  [
    () => piecewiseConstantDecay({ boundaries: [5, 3], values: [1, 2, 3] }),
    'piecewiseConstantDecay: boundaries must rise, got 3 after 5.',
  ],
  [
    () => piecewiseConstantDecay({ boundaries: [5], values: [1] }),
    'piecewiseConstantDecay: values must hold one number more than boundaries, got 1 for 1 boundaries.',
  ],
  [
    () => piecewiseConstantDecay({ boundaries: [5], values: [1, -1] }),
    'piecewiseConstantDecay: values[1] must be a finite number ≥ 0, got -1.',
  ],
  [
    () => cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 2, tMul: 0.5 }),
    'cosineDecayRestarts: tMul must be a finite number from 1 on, got 0.5',
  ],
  [
    () => linearWarmup({ warmupSteps: 5, learningRate: (() => 1) as never }),
    'linearWarmup: learningRate must be a number or a schedule, got a function.',
  ],
  [
    () => linearWarmup({ warmupSteps: 5, learningRate: { type: 'stairs' } as never }),
    'linearWarmup: unknown schedule, got {"type":"stairs"}.',
  ],
  [
    () => adam({ learningRate: { type: 'linearWarmup', warmupSteps: 0, learningRate: 1 } }),
    'linearWarmup: warmupSteps must be a positive integer, got 0.',
  ],
  [
    () => adagrad({ initialAccumulatorValue: -1 }),
    'initialAccumulatorValue must be a finite number ≥ 0, got -1',
  ],
  [
    () => learningRateAt({ type: 'stairs' } as never, 1),
    'learningRateAt: unknown schedule, got {"type":"stairs"}.',
  ],
  [() => nadam({ sparse: true } as never), 'nadam: has no setting "sparse"'],
  [
    () => exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 1, staircase: 'x' as never }),
    'exponentialDecay: staircase must be true or false, got "x"',
  ],
  [
    () => exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 1, rate: 2 } as never),
    'exponentialDecay: has no setting "rate". Its settings: initialLearningRate, decaySteps, decayRate, staircase.',
  ],
  [
    () => makeOptimizer({ name: 'lion' as never, settings: {} }),
    'optimizer: name must be one of sgd, rmsprop, adam, adamW, nadam, adagrad, got "lion".',
  ],
])('refuses settings out of range (%#)', (make, message) => {
  expect(make).toThrow(message);
});

test('undefined counts as left out', () => {
  const { settings } = adamW({ weightDecay: undefined as never, learningRate: undefined as never }).config;
  expect(settings).toEqual({
    learningRate: 0.001,
    weightDecay: 0.004,
    useEma: false,
    emaMomentum: 0.99,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    sparse: false, // beyond Keras
  }); // Keras 3's defaults
});
