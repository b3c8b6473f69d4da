import { liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Parameter } from '@seqloom/nn';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { learningRateAt, linearWarmup, type OptimizerName, type Schedule } from '../src/index.ts';
import { makeOptimizer } from '../src/optimizers/optimizers.ts';

startBackend(wasmBackend());

/** float32 rounding of 50 steps. */
const CLOSE = 1e-5;

interface OptimizerAnswers {
  readonly start: Recorded;
  readonly gradients: Recorded;
  readonly cases: readonly {
    readonly optimizer: OptimizerName;
    readonly settings: Readonly<Record<string, number | boolean>>;
    /** By the number of batches done. */
    readonly weights: Readonly<Record<number, Recorded>>;
    /** After the end of the run, when weights become their averages. */
    readonly final: Recorded;
    readonly torch?: Recorded;
  }[];
}

describe('50 batches equal those of Keras in float64', () => {
  const { start, gradients, cases } = readRecorded<OptimizerAnswers>('keras_optimizers', 'optimizers');
  const [batches, width] = gradients.shape as [number, number];

  test.each(cases.map((answer) => [answer.optimizer, answer.settings, answer] as const))(
    '%s %j',
    async (name, settings, answer) => {
      const before = liveTensors();
      const optimizer = makeOptimizer({ name, settings });
      const parameter = new Parameter({
        name: 'w',
        path: 'w',
        shape: [width],
        values: Float32Array.from(start.data),
      });
      for (let batch = 1; batch <= batches; batch++) {
        const gradient = tensor(gradients.data.slice((batch - 1) * width, batch * width), [width]);
        optimizer.apply([parameter], [gradient]);
        gradient.dispose();
        const expected = answer.weights[batch];
        if (!expected) continue;
        expect(relativeError(await parameter.value.data(), expected.data), `batch ${batch}`).toBeLessThan(
          CLOSE,
        );
      }
      if (answer.torch) {
        expect(relativeError(await parameter.value.data(), answer.torch.data)).toBeLessThan(CLOSE);
      }
      optimizer.finalizeVariableValues([parameter]);
      expect(relativeError(await parameter.value.data(), answer.final.data)).toBeLessThan(CLOSE);
      parameter.dispose();
      optimizer.dispose();
      expect(liveTensors()).toBe(before);
    },
  );
});

interface ScheduleAnswers {
  readonly at: readonly number[];
  readonly cases: readonly {
    readonly schedule: Schedule['type'];
    readonly settings: object;
    readonly rates: Recorded;
  }[];
}

describe('step sizes equal those of Keras', () => {
  const { at, cases } = readRecorded<ScheduleAnswers>('keras_optimizers', 'schedules');
  test.each(cases.map((answer) => [answer.schedule, answer.settings, answer.rates.data] as const))(
    '%s %j',
    (type, settings, rates) => {
      const schedule = { type, ...settings } as Schedule;
      // Each rate by itself: the last ones are small.
      for (const [i, rate] of rates.entries()) {
        expect(Math.abs(learningRateAt(schedule, at[i]!) - rate), `step ${at[i]}`).toBeLessThanOrEqual(
          1e-6 * Math.abs(rate) + 1e-8, // Keras’ π is float32
        );
      }
    },
  );
});

interface WarmupAnswer {
  readonly warmupSteps: number;
  readonly initialLearningRate: number;
  readonly then: number | readonly [Schedule['type'], object];
  readonly rates: Recorded;
}

test.each(
  readRecorded<readonly WarmupAnswer[]>('keras_optimizers', 'warmups').map(
    (each) => [each.then, each] as const,
  ),
)(
  'a warm-up before %j equals PyTorch’s LinearLR and what follows it',
  (then, { warmupSteps, initialLearningRate, rates }) => {
    const learningRate = typeof then === 'number' ? then : ({ type: then[0], ...then[1] } as Schedule);
    const schedule = linearWarmup({ warmupSteps, initialLearningRate, learningRate });
    const got = rates.data.map((_, step) => learningRateAt(schedule, step));
    expect(relativeError(got, rates.data)).toBeLessThan(1e-8);
  },
);
