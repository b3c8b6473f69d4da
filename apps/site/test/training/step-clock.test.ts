import { expect, test } from 'vitest';
import { StepClock } from '../../src/training/step-clock.ts';

const size = { epochs: 2, stepsPerEpoch: 10 };

test('tells the time that is left from steps and validations, without pauses', () => {
  const clock = new StepClock();
  clock.restart(0);
  for (let step = 1; step <= 10; step++) clock.step(100 * step);
  clock.validated(1500);
  clock.restart(60_000); // a pause
  for (let step = 1; step <= 5; step++) clock.step(60_000 + 100 * step);
  expect(clock.tell(2, 5, size)).toEqual({
    msPerStep: 100,
    // five steps of 100 ms and a validation of 500 ms
    secondsLeft: 1,
    seconds: 2,
    done: 0.75,
  });
});

test('counts the time before a run was broken off', () => {
  const clock = new StepClock(30);
  clock.restart(0);
  clock.step(500);
  expect(clock.seconds).toBe(30.5);
});
