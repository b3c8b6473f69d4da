import { dispose, liveTensors, tensor } from '@seqloom/backend';
import { expectClose } from '@seqloom/backend-testkit';
import { Dense } from '@seqloom/nn';
import { load, type Optimizer, Sequential, save } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { grid } from '../grid.ts';
import { OPTIMIZER_RECORDS, type OptimizerRecord, type PlainWeight } from './optimizer-records.ts';

const STEPS = 8;

const makeModel = () =>
  new Sequential([new Dense({ units: 3, activation: 'tanh' })]).build([null, 4], { seed: 2 });

/** The gradient of parameter i at step t: signs change, and the sizes of steps with it. */
const gradientOf = (size: number, i: number, t: number) =>
  grid(size, 10 * t + i + 1).map((g) => g * (1 + t / 4));

/** Runs steps `from` … `to`, both included, along the given gradients. */
function descend(model: Sequential, optimizer: Optimizer, from: number, to: number): void {
  for (let t = from; t <= to; t++) {
    const gradients = model.weights.map(({ size, shape }, i) => tensor(gradientOf(size, i, t), shape));
    optimizer.apply(model.weights, gradients);
    dispose(...gradients);
  }
}

async function valuesOf(model: Sequential): Promise<number[]> {
  return (await model.getWeights()).flatMap(({ data }) => Array.from(data));
}

/** Generates the tests of all optimizers on the backend in use. */
export function describeOptimizers(): void {
  for (const record of OPTIMIZER_RECORDS) {
    describe(`${record.name} ${record.title}`, () => describeOptimizer(record));
  }
}

function describeOptimizer({ make, slots, step }: OptimizerRecord): void {
  test('equals its formula in float64, step by step, and leaves nothing behind', async () => {
    const before = liveTensors();
    const [model, optimizer] = [makeModel(), make()];
    const plain: PlainWeight[] = (await valuesOf(model)).map((w) => ({ w, slots: {} }));
    for (let t = 1; t <= STEPS; t++) {
      descend(model, optimizer, t, t);
      const gradient = model.weights.flatMap(({ size }, i) => Array.from(gradientOf(size, i, t)));
      for (const [j, weight] of plain.entries()) step(weight, gradient[j]!, t);
      // 2e-6: float32 rounding of eight steps
      expectClose(
        await valuesOf(model),
        plain.map(({ w }) => w),
        2e-6,
      );
    }
    expect(optimizer.iterations).toBe(
      STEPS / Number(optimizer.config.settings.gradientAccumulationSteps ?? 1),
    );
    model.dispose();
    optimizer.dispose();
    expect(liveTensors()).toBe(before);
  });

  test('goes on from a file with the bits of an unbroken run', async () => {
    const [whole, wholeOptimizer] = [makeModel(), make()];
    descend(whole, wholeOptimizer, 1, STEPS);
    const [first, firstOptimizer] = [makeModel(), make()];
    descend(first, firstOptimizer, 1, 3);
    const names = new Set(firstOptimizer.slots().map(({ name }) => name));
    expect([...names].sort()).toEqual([...slots].sort());
    const { model, optimizer } = load(await save(first, { optimizer: firstOptimizer }), { layers: [Dense] });
    expect(optimizer!.config).toEqual(wholeOptimizer.config);
    descend(model, optimizer!, 4, STEPS);
    expect(await valuesOf(model)).toEqual(await valuesOf(whole));
    for (const made of [whole, wholeOptimizer, first, firstOptimizer, model, optimizer!]) made.dispose();
  });
}
