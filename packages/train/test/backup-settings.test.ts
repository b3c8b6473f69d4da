import { abs, cast, less, scalar, stack, sub, sum } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import {
  BackupError,
  csvLogger,
  earlyStopping,
  type FitOptions,
  huber,
  Metric,
  meanAbsoluteScaledError,
  modelCheckpoint,
  quantileLoss,
  r2Score,
  reduceLROnPlateau,
} from '../src/index.ts';
import { arrays, brokenOff, goOn } from './broken-off-run.ts';

startBackend(wasmBackend());

/** The share of outputs whose error is below a limit. */
const shareWithin = (limit: number) =>
  new Metric({
    name: 'within',
    settings: { limit },
    measure: (targets, predictions, _counts) => {
      const hits = cast(less(abs(sub(targets, predictions)), scalar(limit)), 'float32');
      return stack([sum(hits), scalar(hits.size)], 0);
    },
    summarize: ([hits, all]) => hits! / all!,
  });

test.each<[string, Partial<FitOptions>, Partial<FitOptions>, string]>([
  [
    'a loss',
    { loss: huber({ delta: 1 }) },
    { loss: huber({ delta: 5 }) },
    'losses[0].settings.delta is 5, was 1',
  ],
  [
    'a loss with a list',
    { loss: quantileLoss({ quantiles: [0.5] }) },
    { loss: quantileLoss({ quantiles: [0.9] }) },
    'losses[0].settings.quantiles[0] is 0.9, was 0.5',
  ],
  [
    'a metric',
    { metrics: [meanAbsoluteScaledError({ scale: 2 })] },
    { metrics: [meanAbsoluteScaledError({ scale: 3 })] },
    'metrics[0].settings.meanAbsoluteScaledError.scale is 3, was 2',
  ],
  [
    'a metric of the user',
    { metrics: [shareWithin(0.1)] },
    { metrics: [shareWithin(0.2)] },
    'metrics[0].settings.within.limit is 0.2, was 0.1',
  ],
  [
    'earlyStopping',
    { callbacks: [earlyStopping({ monitor: 'loss', patience: 3 })] },
    { callbacks: [earlyStopping({ monitor: 'loss', patience: 1 })] },
    'callbacks[0].settings.patience is 1, was 3',
  ],
  [
    'reduceLROnPlateau',
    { callbacks: [reduceLROnPlateau({ monitor: 'loss', factor: 0.5 })] },
    { callbacks: [reduceLROnPlateau({ monitor: 'loss' })] },
    'callbacks[0].settings.factor is 0.1, was 0.5',
  ],
  [
    'modelCheckpoint',
    { callbacks: [modelCheckpoint({ write: () => {} })] },
    { callbacks: [modelCheckpoint({ write: () => {}, saveBestOnly: true, monitor: 'loss' })] },
    'callbacks[0].settings.monitor is "loss", was "valLoss"; callbacks[0].settings.saveBestOnly is true, was false',
  ],
])('another setting of %s is refused, with both values', async (_, before, now, difference) => {
  const error = await goOn(await brokenOff(arrays(), before), now).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BackupError);
  expect((error as BackupError).differences.join('; ')).toBe(difference);
  expect((error as Error).message).toContain(difference);
});

test('a run goes on with losses, metrics and callbacks of equal settings', async () => {
  // Made again, as in another process, with the defaults once left out and once written.
  const options = (written: boolean): Partial<FitOptions> => ({
    loss: written ? huber({ delta: 1 }) : 'huber',
    metrics: [written ? r2Score({ classAggregation: 'uniformAverage' }) : r2Score(), shareWithin(0.1)],
    callbacks: [
      earlyStopping({ monitor: 'loss', patience: 3, ...(written && { minDelta: 0 }) }),
      csvLogger({ write: () => {}, append: written }),
    ],
  });
  const { epochs } = await goOn(await brokenOff(arrays(), options(false)), options(true));
  expect(epochs).toEqual([0, 1, 2, 3]);
});
