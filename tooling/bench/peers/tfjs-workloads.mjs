// TensorFlow.js's own layers on its WASM backend, on the recurrent text workloads, with the one kernel patched in whose
// absence keeps it from training them (the gradient of an embedding, here a plain sum in O(n)).
//
// It is no dependency of this project. `--against tfjs` installs it in a temporary folder. By hand, in a folder of its own:
//   npm install @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
//   node PATH/TO/tfjs-workloads.mjs W4
// Prints one JSON line {workload, trainMs, trainCpuMs, predictMs, predictCpuMs, rssMB}: medians of a few; a step takes many seconds.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { unsortedSegmentSum } from './unsorted-segment-sum.mjs';

const require = createRequire(join(process.cwd(), 'package.json'));
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');

const [VOCABULARY, TIME, BATCH] = [10_000, 500, 128];
const { embedding, simpleRNN, lstm, bidirectional, dense } = tf.layers;
const RECURRENT = {
  W3: () => simpleRNN({ units: 32 }),
  W4: () => lstm({ units: 32 }),
  W7: () => bidirectional({ layer: lstm({ units: 32 }) }),
};

const workload = process.argv[2];
if (!(workload in RECURRENT)) {
  console.error(`usage: node tfjs-workloads.mjs ${Object.keys(RECURRENT).join('|')}`);
  process.exit(1);
}

tf.registerKernel(unsortedSegmentSum);

await tf.setBackend('wasm');
await tf.ready();
const before = process.memoryUsage().rss;
const model = tf.sequential({
  layers: [
    embedding({ inputDim: VOCABULARY, outputDim: 32, inputLength: TIME }),
    RECURRENT[workload](),
    dense({ units: 1, activation: 'sigmoid' }),
  ],
});
model.compile({ loss: 'binaryCrossentropy', optimizer: 'rmsprop' });
const ids = tf.randomUniformInt([BATCH, TIME], 0, VOCABULARY, 1);
const labels = tf.tensor2d(
  Float32Array.from({ length: BATCH }, (_, i) => i % 2),
  [BATCH, 1],
);

/** Median milliseconds of three runs after one to warm up, and the mean of the processor's. */
async function measure(body) {
  await body();
  const before = process.cpuUsage();
  const times = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await body();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  return [times.sort((a, b) => a - b)[1], (user + system) / 1000 / times.length];
}

const [predictMs, predictCpuMs] = await measure(async () => {
  const output = model.predict(ids, { batchSize: BATCH });
  await output.data();
  output.dispose();
});
const [trainMs, trainCpuMs] = await measure(() => model.trainOnBatch(ids, labels));
const rssMB = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
console.log(JSON.stringify({ workload, trainMs, trainCpuMs, predictMs, predictCpuMs, rssMB }));
