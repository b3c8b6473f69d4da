import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, Flatten, Masking } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM } from '@seqloom/recurrent';
import {
  type Callback,
  earlyStopping,
  evaluate,
  type FitOptions,
  fit,
  load,
  predict,
  rmsprop,
  Sequential,
  save,
  testOnBatch,
  trainOnBatch,
} from '@seqloom/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grid } from './grid.ts';
import { watchHeap } from './watched-heap.ts';

const readHeap = watchHeap();
startBackend(wasmBackend());

/** `SEQLOOM_MEMORY_RUNS=full` runs everything as often as `full` says; the nightly runs do. */
const isFull = process.env.SEQLOOM_MEMORY_RUNS === 'full';

/**
 * Bytes that the JavaScript heap may be larger after all runs. What stays by itself is less: code that the engine compiles late, and its
 * own tables.
 */
const SLACK_BYTES = 1_500_000;

const [SAMPLES, TIME, VOCABULARY] = [24, 7, 9];
const ids = Int32Array.from(grid(SAMPLES * TIME), (v) => Math.floor(((v + 1) / 2) * VOCABULARY));
const targets = {
  data: Float32Array.from({ length: SAMPLES }, (_, i) => Number(ids[i * TIME]! > 4)),
  shape: [SAMPLES, 1],
};
const data = { inputs: { data: ids, shape: [SAMPLES, TIME] }, targets };
const LAYERS = [Embedding, LSTM, GRU, Bidirectional, Dropout, Dense];

/** Masks, dropout of all kinds, and states kept from batch to batch. */
const makeModel = () =>
  new Sequential([
    new Embedding({ inputDim: VOCABULARY, outputDim: 5, maskZero: true }),
    new Bidirectional({ layer: new GRU({ units: 3, returnSequences: true, dropout: 0.1 }) }),
    new LSTM({ units: 4, recurrentDropout: 0.2, stateful: true }),
    new Dropout({ rate: 0.2 }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);

const options: FitOptions = {
  loss: 'binaryCrossentropy',
  metrics: ['accuracy', 'auc'],
  epochs: 2,
  batchSize: 8,
  validation: data,
};

/** Some rows, in a different number each time, so that plans of predictions are made and dropped. */
const rows = (count: number) => ({ data: ids.slice(0, count * TIME), shape: [count, TIME] });

const shared = makeModel();
let file: Uint8Array;

beforeAll(async () => {
  shared.build([null, TIME], { seed: 1 });
  file = await save(shared);
});
afterAll(() => shared.dispose());

/** Not `expect(…).rejects`, which keeps every promise until the test ends. */
async function expectFailure(work: () => Promise<unknown>, message: RegExp): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (message.test(String(error))) return;
    throw error;
  }
  throw new Error(`expected a failure with ${message}`);
}

/** Ends a run in its batch number `at`, in one of three ways. */
async function abortedRun(i: number): Promise<void> {
  const model = makeModel();
  const controller = new AbortController();
  let batches = 0;
  const ending: Callback = {
    onBatchEnd() {
      if (++batches !== 1 + (i % 5)) return;
      if (i % 3 === 0) throw new Error('a callback failed');
      controller.abort(new Error('aborted'));
    },
  };
  const callbacks = [earlyStopping({ restoreBestWeights: true }), ending];
  const run = fit(model, data, { ...options, callbacks, signal: controller.signal });
  if (i % 3 === 1) setImmediate(() => controller.abort(new Error('aborted')));
  await expectFailure(() => run, /aborted|a callback failed/);
  model.dispose();
}

const WORK: readonly {
  readonly name: string;
  readonly runs: number;
  readonly full: number;
  readonly work: (i: number) => Promise<void>;
}[] = [
  {
    name: 'fits',
    runs: 20,
    full: 1000,
    async work(seed) {
      const model = makeModel();
      const callbacks = [earlyStopping({ patience: 1, restoreBestWeights: true })];
      await fit(model, data, { ...options, callbacks, seed });
      model.dispose();
    },
  },
  {
    name: 'predictions and evaluations',
    runs: 100,
    full: 10_000,
    async work(i) {
      shared.resetStates();
      await predict(shared, rows(1 + (i % SAMPLES)), { batchSize: SAMPLES });
      shared.resetStates();
      if (i % 50 === 0) await evaluate(shared, data, { loss: 'binaryCrossentropy', batchSize: SAMPLES });
      shared.resetStates();
    },
  },
  {
    name: 'single steps',
    runs: 20,
    full: 1000,
    async work(seed) {
      const model = makeModel();
      const optimizer = rmsprop();
      await trainOnBatch(model, data, { loss: 'binaryCrossentropy', optimizer, seed });
      await testOnBatch(model, data, { loss: 'binaryCrossentropy', metrics: ['auc'] });
      optimizer.dispose();
      model.dispose();
    },
  },
  {
    name: 'loads',
    runs: 10,
    full: 200,
    async work() {
      const { model } = load(file, { layers: LAYERS });
      await predict(model, rows(3));
      model.dispose();
    },
  },
  {
    name: 'failed builds',
    runs: 10,
    full: 200,
    async work() {
      const model = new Sequential([
        new Embedding({ inputDim: VOCABULARY, outputDim: 4 }),
        new LSTM({ units: 3 }),
        new Flatten(),
        new Masking(), // takes sequences
      ]);
      await expectFailure(async () => model.build([null, TIME]), /Masking "masking"/);
      await expectFailure(() => fit(model, data, options), /Masking "masking"/);
    },
  },
  { name: 'aborted runs', runs: 10, full: 200, work: abortedRun },
];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function measured() {
  await new Promise(setImmediate);
  collectGarbage();
  return { tensors: liveTensors(), wasm: readHeap(), heap: process.memoryUsage().heapUsed };
}

for (const { name, runs, full, work } of WORK) {
  const count = isFull ? full : runs;
  test(`${count} ${name} leave tensors, wasm heap and JavaScript heap as they were`, async () => {
    for (let i = 0; i < Math.max(SAMPLES, count / 10); i++) await work(i);
    const before = await measured();
    for (let i = 0; i < count; i++) await work(i);
    const after = await measured();
    const grown = after.heap - before.heap;
    if (isFull)
      console.log(
        `${count} ${name}: ${after.tensors} tensors, ${after.wasm.bytes} bytes of wasm, JavaScript heap ${grown} bytes`,
      );
    expect(after.tensors).toBe(before.tensors);
    expect(after.wasm).toEqual(before.wasm);
    expect(grown).toBeLessThan(SLACK_BYTES);
  }, 1_200_000);
}
