import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { expect, expectTypeOf, test } from 'vitest';
import {
  auc,
  earlyStopping,
  evaluate,
  type FitOptions,
  fit,
  type History,
  Metric,
  Sequential,
} from '../src/index.ts';

startBackend(wasmBackend());

const DATA = {
  inputs: { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] },
  targets: { data: Float32Array.of(0, 1, 1, 0), shape: [4, 1] },
};
const model = () => new Sequential([new Dense({ units: 1, activation: 'sigmoid' })]);

test('logs and series are named after the metrics, in types as in values', async () => {
  const history = await fit(model(), DATA, {
    loss: 'binaryCrossentropy',
    metrics: ['accuracy', auc(), auc({ name: 'area' })],
    weightedMetrics: ['accuracy', 'mae'],
    validationSplit: 0.5,
  });
  expect(Object.keys(history.series)).toEqual([
    'loss',
    'accuracy',
    'auc',
    'area',
    'weightedAccuracy',
    'mae',
    'valLoss',
    'valAccuracy',
    'valAuc',
    'valArea',
    'valWeightedAccuracy',
    'valMae',
  ]);
  expectTypeOf(history.series.accuracy).toEqualTypeOf<readonly number[]>();
  expectTypeOf(history.series.weightedAccuracy).toEqualTypeOf<readonly number[]>();
  expectTypeOf(history.series.valArea).toEqualTypeOf<readonly number[] | undefined>();
  expectTypeOf(history.logs[0]!.mae).toEqualTypeOf<number>();
  // @ts-expect-error There is no such metric.
  expect(history.series.acuracy).toBeUndefined();
  expectTypeOf(history).toExtend<History>(); // for code that takes any history
});

test('the names of a result are known, and only those', async () => {
  const result = await evaluate(model(), DATA, { loss: 'binaryCrossentropy', metrics: ['precision'] });
  expectTypeOf(result).toEqualTypeOf<Readonly<Record<'loss' | 'precision', number>>>();
  expect(Object.keys(result)).toEqual(['loss', 'precision']);
  expectTypeOf(await evaluate(model(), DATA, { loss: 'mse' })).toEqualTypeOf<
    Readonly<Record<'loss', number>>
  >();
});

test('names that only the running program knows stay texts', async () => {
  const options: FitOptions = { loss: 'mse', metrics: ['mae'] };
  expectTypeOf(await fit(model(), DATA, options)).toEqualTypeOf<History>();
  const name: string = 'half';
  const half = new Metric({ name, measure: (targets) => targets, summarize: () => 0.5 });
  const { series } = await fit(model(), DATA, { loss: 'mse', metrics: [half] });
  expectTypeOf(series).toEqualTypeOf<Readonly<Record<string, readonly number[]>>>();
  expect(series.half).toEqual([0.5]);
});

test('monitor takes every name', () => {
  expect(() => earlyStopping({ monitor: 'valAccuracy' })).not.toThrow();
  expect(() => earlyStopping({ monitor: 'valMyOwn', mode: 'max' })).not.toThrow();
});
