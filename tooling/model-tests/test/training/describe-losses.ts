import { dispose, liveTensors, mul, sum, tensor, valueAndGrad } from '@seqloom/backend';
import { expectClose } from '@seqloom/backend-testkit';
import { Activation, Masking } from '@seqloom/nn';
import { evaluate, Sequential } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { takeAll } from '../layers/run-layer.ts';
import { LOSS_RECORDS, type LossRecord } from './loss-records.ts';
import { arraysOf, asRow, tensorOf } from './rows.ts';

/** A step of central differences in float64: what it leaves is far below the rounding of float32. */
const STEP = 1e-5;
/** Marks a step that does not count. */
const SKIPPED = -99;
const SAMPLE_WEIGHTS = [0.5, 2, 0, 1, 3, 1.5];

/** Generates the tests of all losses on the backend in use. */
export function describeLosses(): void {
  for (const record of LOSS_RECORDS) {
    describe(`${record.name} ${record.title}`, () => describeLoss(record));
  }
}

function describeLoss({ make, outputs, targets, formula }: LossRecord): void {
  const expected = outputs.map((output, i) => formula(asRow(targets[i]!), output));
  const model = () =>
    new Sequential([new Masking({ maskValue: SKIPPED }), new Activation({ activation: 'linear' })]);
  /** The loss of `evaluate`, of rows as two samples of three steps. */
  const evaluated = async (rows: readonly (readonly number[])[], sampleWeights?: readonly number[]) => {
    const before = liveTensors();
    const data = {
      inputs: arraysOf(rows, [2, 3]),
      targets: arraysOf(targets, [2, 3]),
      ...(sampleWeights && { sampleWeights: arraysOf(sampleWeights, [2, 3]) }),
    };
    const linear = model();
    const { loss } = await evaluate(linear, data, { loss: make(), batchSize: 1 });
    linear.dispose();
    expect(liveTensors()).toBe(before);
    return loss!;
  };

  test('equals its formula, row by row, and leaves no tensor', async () => {
    const before = liveTensors();
    const [t, y] = [tensorOf(targets), tensorOf(outputs)];
    const [losses] = await takeAll([make()(t, y)]);
    expect(losses!.shape).toEqual([outputs.length]);
    expectClose(losses!.data, expected, 2e-6);
    dispose(t, y);
    expect(liveTensors()).toBe(before);
  });

  test('has the gradient of its formula', async () => {
    const [t, y] = [tensorOf(targets), tensorOf(outputs)];
    const weights = tensor([1, 0.5, 2, 1.5, 0.75, 1.25], [outputs.length]);
    const { value, grads } = valueAndGrad(() => sum(mul(make()(t, y), weights)), [y]);
    const rowWeights = Array.from(await weights.data());
    const differences = outputs.flatMap((output, i) =>
      output.map((_, j) => {
        const at = (by: number) =>
          formula(
            asRow(targets[i]!),
            output.map((v, k) => (k === j ? v + by : v)),
          );
        return (rowWeights[i]! * (at(STEP) - at(-STEP))) / (2 * STEP);
      }),
    );
    const [gradient] = await takeAll([grads[0]!]);
    expectClose(gradient!.data, differences, 1e-5); // float32 quotients of probabilities near 0.1
    dispose(t, y, weights, value);
  });

  test('is the mean over all steps, Σ w · l / n with weights', async () => {
    const mean = expected.reduce((total, loss) => total + loss, 0) / expected.length;
    expectClose([await evaluated(outputs)], [mean], 2e-6);
    const weighted = expected.reduce((total, loss, i) => total + SAMPLE_WEIGHTS[i]! * loss, 0);
    expectClose([await evaluated(outputs, SAMPLE_WEIGHTS)], [weighted / expected.length], 2e-6);
  });

  test('is the mean over the steps that count under a mask', async () => {
    const masked = outputs.map((output, i) => (i === 1 || i === 5 ? output.map(() => SKIPPED) : output));
    const counted = expected.filter((_, i) => i !== 1 && i !== 5);
    const mean = counted.reduce((total, loss) => total + loss, 0) / counted.length;
    expectClose([await evaluated(masked)], [mean], 2e-6);
  });
}
