import { dispose, liveTensors, tensor } from '@seqloom/backend';
import type { Metric } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { METRIC_RECORDS, type MetricRecord } from './metric-records.ts';
import { asRow, tensorOf } from './rows.ts';

/** Sums of float32 within a batch; relative for values above 1, such as percentages. */
const CLOSE = 5e-7;
const expectNear = (got: number, expected: number) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(CLOSE * Math.max(1, Math.abs(expected)));

/** Generates the tests of all metrics on the backend in use. */
export function describeMetrics(): void {
  for (const record of METRIC_RECORDS) {
    describe(`${record.name} ${record.title}`, () => describeMetric(record));
  }
}

function describeMetric({ make, targets, outputs, reference }: MetricRecord): void {
  const count = outputs.length;
  const weights = outputs.map((_, i) => [1, 0, 2.5, 0.5][i % 4]!);
  const rows = (weightOf: (i: number) => number) =>
    outputs.map((output, i) => ({ target: asRow(targets[i]!), output, weight: weightOf(i) }));

  /** Feeds all rows in batches, with weights or a mask of the rows' own axis. */
  const update = (metric: Metric, size: number, weighted: boolean) => {
    for (let i = 0; i < count; i += size) {
      const [t, y] = [tensorOf(targets.slice(i, i + size)), tensorOf(outputs.slice(i, i + size))];
      const part = weights.slice(i, i + size);
      const w = tensor(part, [part.length]);
      metric.update(t, y, undefined, weighted ? w : undefined);
      dispose(t, y, w);
    }
  };

  test.each([1, 7, count])(
    'equals its definition in batches of %i, and once more after a reset',
    async (size) => {
      const before = liveTensors();
      const metric = make();
      expect(await metric.result()).toBeNaN();
      for (let round = 0; round < 2; round++) {
        update(metric, size, false);
        expectNear(await metric.result(), reference(rows(() => 1)));
        metric.reset();
      }
      expect(liveTensors()).toBe(before);
    },
  );

  test.each([1, 7, count])('counts rows by their weights in batches of %i', async (size) => {
    const metric = make();
    update(metric, size, true);
    expectNear(await metric.result(), reference(rows((i) => weights[i]!)));
  });

  test('leaves out the steps of a mask', async () => {
    const metric = make();
    const steps = 4;
    const lead = [count / steps, steps];
    const [t, y] = [tensorOf(targets), tensorOf(outputs)];
    const reshaped = async (x: typeof t) => tensor(await x.data(), [...lead, ...x.shape.slice(1)]);
    const [targetSteps, outputSteps] = [await reshaped(t), await reshaped(y)];
    const counts = weights.map((w) => Number(w > 0));
    const mask = tensor(counts, lead, 'bool');
    metric.update(targetSteps, outputSteps, mask);
    expectNear(await metric.result(), reference(rows((i) => counts[i]!)));
    dispose(t, y, targetSteps, outputSteps, mask);
  });
}
