import { expect, test } from 'vitest';
import { type CurvePoint, extendCurve } from '../../src/training/curve.ts';

/** Points at every tenth step whose loss is their step. */
function curveOf(points: number): readonly CurvePoint[] {
  let curve: readonly CurvePoint[] = [];
  for (let i = 1; i <= points; i++) curve = extendCurve(curve, { step: 10 * i, loss: 10 * i });
  return curve;
}

test('keeps every point of a short curve', () => {
  expect(curveOf(3)).toEqual([
    { step: 10, loss: 10 },
    { step: 20, loss: 20 },
    { step: 30, loss: 30 },
  ]);
});

test('a long curve has few points, ends with the newest and keeps the mean of all steps', () => {
  const points = 5000;
  const curve = curveOf(points);
  expect(curve.length).toBeLessThanOrEqual(600);
  expect(curve.at(-1)!.step).toBe(10 * points);
  const sum = curve.reduce(
    (total, { step, loss }, i) => total + loss * (step - (curve[i - 1]?.step ?? 0)),
    0,
  );
  // the mean of 10, 20, … 50,000, each over ten steps; float64 sums
  expect(sum / (10 * points)).toBeCloseTo(5 * (points + 1), 6);
  for (const [i, { step }] of curve.entries()) expect(step).toBeGreaterThan(curve[i - 1]?.step ?? 0);
});
