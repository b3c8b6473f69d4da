import { liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Parameter } from '@seqloom/nn';
import { type Recorded, readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { learningRateAt, type Optimizer, type Schedule } from '../src/index.ts';
import { type KerasCall, type KerasTest, lossOf, metricOf, optimizerOf, scheduleOf } from './keras-parts.ts';

startBackend(wasmBackend());

/** The tolerance of `assertAllClose` in Keras' own tests. */
const TOLERANCE = 1e-6;
/** float32 on both sides, where 1 − β₂ has four digits less than β₂. Keras' own tests allow 1e-4 for Adam. */
const STEP_TOLERANCE = 5e-5;
const numbers = (values: Recorded) => values.data.map(Number); // NaN and infinities are texts
const put = (values: Recorded) => tensor(numbers(values), values.shape);
const expectNear = (got: ArrayLike<number>, expected: readonly number[], tolerance = TOLERANCE) => {
  expect(got.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Number.isFinite(value)) {
      expect(Math.abs(got[i]! - value), `number ${i}`).toBeLessThanOrEqual(tolerance * (1 + Math.abs(value)));
    } else expect(got[i]).toBe(value);
  }
};

const { tests: measures } = readRecorded<{ tests: readonly KerasTest[] }>('keras_own_measures');
const { tests: optimizers } = readRecorded<{ tests: readonly KerasTest[] }>('keras_own_optimizers');

/** How many tests of Keras are applicable, so that none is left out unnoticed. */
const APPLICABLE = { losses: 73, metrics: 135, schedules: 28, optimizers: 24 };

/** The tests all of whose calls are of a kind that is here, with settings that are. */
function applicable<Call extends KerasCall>(
  tests: readonly KerasTest[],
  kinds: readonly string[],
  applies: (call: Call) => unknown,
): [string, readonly Call[]][] {
  const isOne = (call: KerasCall): call is Call => kinds.includes(call.kind);
  return tests.flatMap(({ file, test, passed, calls }): [string, readonly Call[]][] => {
    if (!passed || calls.length === 0 || !calls.every((call) => isOne(call) && applies(call))) return [];
    return [[`${file}: ${test}`, calls as readonly Call[]]];
  });
}

interface LossCall extends KerasCall {
  readonly targets: Recorded;
  readonly predictions: Recorded;
  readonly weights: Recorded | number | null;
  readonly result: Recorded;
}

describe('losses', () => {
  const tests = applicable<LossCall>(measures, ['loss'], (call) => call.targets && lossOf(call));

  test('as many of their tests as are applicable', () => {
    expect(tests.length).toBe(APPLICABLE.losses);
  });

  test.each(tests)('%s', async (_, calls) => {
    for (const call of calls) {
      const before = liveTensors();
      const [t, p] = [put(call.targets), put(call.predictions)];
      const losses = lossOf(call)!(t, p);
      const values = Array.from(await losses.data());
      for (const made of [t, p, losses]) made.dispose();
      expect(liveTensors()).toBe(before);
      const { weights } = call;
      const each = typeof weights === 'number' ? [weights] : weights ? numbers(weights) : [1];
      const weighted = values.map((value, i) => value * each[Math.floor((i * each.length) / values.length)]!);
      const sum = weighted.reduce((total, value) => total + value, 0);
      const { reduction } = call.config;
      const expected = numbers(call.result);
      if (reduction === undefined || reduction === 'none') expectNear(weighted, expected);
      else expectNear([reduction === 'sum' ? sum : sum / values.length], expected);
    }
  });
});

interface MetricCall extends KerasCall {
  readonly id: number;
  readonly targets?: Recorded;
  readonly predictions?: Recorded;
  readonly weights?: Recorded | number | null;
  readonly result?: Recorded;
}

/** Weights of samples, and targets of the predictions' own rank or one less; Keras broadcasts weights and flattens others. */
function hasPlainShapes({ targets, predictions, weights }: MetricCall): boolean {
  if (!targets || !predictions) return true;
  const fits = (shape: readonly number[]) =>
    shape.every((size, axis) => size === predictions.shape[axis] || size === 1);
  const weightsFit = typeof weights !== 'object' || !weights || weights.shape[0] === predictions.shape[0];
  return weightsFit && fits(targets.shape) && targets.shape[0] === predictions.shape[0];
}

describe('metrics', () => {
  const tests = applicable<MetricCall>(
    measures,
    ['update', 'result', 'reset'],
    (call) => metricOf(call) && call.result?.shape.length !== 1 && hasPlainShapes(call),
  ).filter(([, calls]) => calls.some(({ kind }) => kind === 'update'));

  test('as many of their tests as are applicable', () => {
    expect(tests.length).toBe(APPLICABLE.metrics);
  });

  test.each(tests)('%s', async (_, calls) => {
    const before = liveTensors();
    const metrics = new Map(calls.map((call) => [call.id, metricOf(call)!]));
    const updated = new Set<number>();
    for (const call of calls) {
      const metric = metrics.get(call.id)!;
      if (call.kind === 'reset') {
        metric.reset();
        updated.delete(call.id);
      } else if (call.kind === 'update') {
        const [t, p] = [put(call.targets!), put(call.predictions!)];
        const samples = p.shape[0]!;
        const { weights = null } = call;
        const w =
          typeof weights === 'number'
            ? tensor(new Float32Array(samples).fill(weights), [samples])
            : weights &&
              tensor(
                numbers(weights),
                weights.shape.filter((size, axis) => axis === 0 || size !== 1),
              );
        metric.update(t, p, undefined, w ?? undefined);
        for (const made of [t, p, w]) made?.dispose();
        updated.add(call.id);
      } else if (updated.has(call.id)) expectNear([await metric.result()], numbers(call.result!));
    }
    expect(liveTensors()).toBe(before);
  });
});

interface ScheduleCall extends KerasCall {
  readonly step: number | Recorded;
  readonly result: Recorded;
}

describe('schedules', () => {
  const tests = applicable<ScheduleCall>(measures, ['schedule'], (call) => scheduleOf(call));

  test('as many of their tests as are applicable', () => {
    expect(tests.length).toBe(APPLICABLE.schedules);
  });

  test.each(tests)('%s', (_, calls) => {
    for (const call of calls) {
      const schedule: Schedule = scheduleOf(call)!;
      const step = typeof call.step === 'number' ? call.step : numbers(call.step)[0]!;
      expectNear([learningRateAt(schedule, step)], numbers(call.result));
    }
  });
});

interface OptimizerCall extends KerasCall {
  readonly id: number;
  readonly gradients?: readonly (Recorded | null)[];
  readonly before?: readonly Recorded[];
  readonly after: readonly Recorded[];
}

describe('optimizers', () => {
  const tests = applicable<OptimizerCall>(optimizers, ['apply', 'finalize'], (call) => {
    return call.kind === 'finalize' || optimizerOf(call);
  });

  test('as many of their tests as are applicable', () => {
    expect(tests.length).toBe(APPLICABLE.optimizers);
  });

  test.each(tests)('%s', async (_, calls) => {
    const before = liveTensors();
    const made = new Map<
      number,
      { readonly optimizer: Optimizer; readonly parameters: readonly Parameter[] }
    >();
    for (const call of calls) {
      const kept = made.get(call.id);
      const optimizer = kept?.optimizer ?? optimizerOf(call)!;
      const parameters = kept?.parameters ?? call.before!.map(parameterOf);
      made.set(call.id, { optimizer, parameters });
      if (call.kind === 'finalize') optimizer.finalizeVariableValues(parameters);
      else {
        const gradients = call.gradients!.map((each) => (each ? put(each) : undefined));
        optimizer.apply(parameters, gradients);
        for (const gradient of gradients) gradient?.dispose();
      }
      for (const [i, parameter] of parameters.entries()) {
        expectNear(await parameter.value.data(), numbers(call.after[i]!), STEP_TOLERANCE);
      }
    }
    for (const { optimizer, parameters } of made.values()) {
      for (const parameter of parameters) parameter.dispose();
      optimizer.dispose();
    }
    expect(liveTensors()).toBe(before);
  });
});

function parameterOf(values: Recorded, index: number): Parameter {
  const name = `w${index}`;
  return new Parameter({ name, path: name, shape: values.shape, values: Float32Array.from(numbers(values)) });
}
