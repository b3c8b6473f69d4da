import { expect, test } from 'vitest';
import type { Progress, RunRequest, TrainingEvent } from '../../src/training/messages.ts';
import { idleState, preparingState, stateAfter } from '../../src/training/training-state.ts';

const request: RunRequest = {
  data: {},
  model: 'lstm',
  choices: {},
  seed: 1,
  backend: 'wasm',
  threads: 'auto',
};
const progress: Progress = {
  epoch: 1,
  epochs: 2,
  step: 3,
  stepsPerEpoch: 4,
  loss: 0.5,
  recentLoss: 0.4,
  done: 0.375,
  msPerStep: 10,
  secondsLeft: 1,
  seconds: 2,
};
const plan = { model: 'lstm', dataset: 'reviews', summary: '' };
const problem = { place: 'storage', message: 'full', advice: 'remove some' } as const;

const after = (...events: readonly TrainingEvent[]) => events.reduce(stateAfter, preparingState(request));

test('a run goes from its data to its steps, and a pause holds it', () => {
  const start: TrainingEvent = { type: 'start', plan };
  const step: TrainingEvent = { type: 'progress', progress, point: { step: 3, loss: 0.4 } };
  expect(preparingState(request)).toMatchObject({ phase: 'preparing', request });
  expect(after(start, step)).toMatchObject({
    phase: 'running',
    plan,
    progress,
    curve: [{ step: 3, loss: 0.4 }],
  });
  expect(after(start, step, { type: 'paused' }).phase).toBe('paused');
  expect(after(start, { type: 'paused' }, { type: 'continued' }).phase).toBe('running');
});

test('a resumed run has the curve and the epochs from before', () => {
  const epochs = [{ epoch: 1, epochs: 2, seconds: 1 }] as never;
  const curve = [{ step: 4, loss: 0.6 }];
  const resumed = after({ type: 'start', plan }, { type: 'resumed', epoch: 2, step: 0, curve, epochs });
  expect(resumed).toMatchObject({ phase: 'running', curve, epochs, resumedAt: { epoch: 2, step: 0 } });
});

test('a warning leaves the run as it is, an error ends it, and a run without a step leaves nothing', () => {
  const start: TrainingEvent = { type: 'start', plan };
  expect(after(start, { type: 'warning', problem })).toMatchObject({ phase: 'running', warnings: [problem] });
  expect(after(start, { type: 'failed', problem })).toMatchObject({ phase: 'failed', problem });
  expect(after({ type: 'cancelled' })).toEqual(idleState());
});
