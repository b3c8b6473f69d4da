import type { TrainingRun } from '@seqloom/train';
import { expect, test } from 'vitest';
import type { TrainingEvent } from '../../src/training/messages.ts';
import { RunReporter } from '../../src/training/run-reporter.ts';

const stopped = { calls: 0 };
const run = { stop: () => void stopped.calls++ } as unknown as TrainingRun;

function reporter() {
  const events: TrainingEvent[] = [];
  const made = new RunReporter((event) => events.push(event));
  made.begin({ epochs: 2, stepsPerEpoch: 1000 });
  made.onEpochBegin();
  const step = (batch: number, loss = 0.5) => {
    made.addStep({ epoch: 1, step: batch + 1, loss: 20 }); // the task's unit is 40 times as large
    return made.onBatchEnd({ epoch: 0, batch, samples: 1, loss, meanLoss: 0.5 }, run);
  };
  return { made, events, step, ofType: (type: string) => events.filter((event) => event.type === type) };
}

test('reports at most ten times a second, with the mean loss since the last message in the unit of the task', async () => {
  const { events, step, ofType } = reporter();
  const begin = performance.now();
  for (let batch = 0; performance.now() - begin < 250; batch++) {
    await step(batch, batch === 0 ? 0.5 : 0.25);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const reports = events as Extract<TrainingEvent, { type: 'progress' }>[];
  expect(ofType('progress').length).toBe(events.length);
  expect(events.length).toBeGreaterThanOrEqual(2);
  expect(events.length).toBeLessThanOrEqual(3); // at once, and after 100 and 200 ms
  expect(reports[0]!.progress).toMatchObject({ epoch: 1, step: 1, loss: 20, recentLoss: 20 });
  expect(reports[1]!.progress.recentLoss).toBe(10);
});

test('holds the run while it is paused, and stops it', async () => {
  const { made, step, ofType } = reporter();
  made.pause();
  let ended = false;
  const held = step(0).then(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ended).toBe(false);
  expect(ofType('paused')).toHaveLength(1);
  made.continue();
  await held;
  expect(ofType('continued')).toHaveLength(1);
  expect(stopped.calls).toBe(0);

  made.pause();
  const last = step(1);
  made.stop();
  await last;
  expect(stopped.calls).toBe(1);
  expect(made.stopped).toBe(true);
  made.onTrainEnd(run);
  expect(ofType('measuring')).toHaveLength(1);
});

test('once all steps are done, there is nothing to stop', () => {
  const { made } = reporter();
  made.onTrainEnd(run);
  made.stop();
  expect(made.stopped).toBe(false);
});

test('a backup keeps curve, epochs and time', async () => {
  const { made, step } = reporter();
  await step(0);
  made.addEpoch({ epoch: 1, epochs: 2, seconds: 1 } as never);
  const later = reporter().made;
  later.restore(JSON.parse(JSON.stringify(made.state())));
  expect(later.past).toEqual({
    curve: [{ step: 1, loss: 20 }],
    epochs: [{ epoch: 1, epochs: 2, seconds: 1 }],
  });
});
