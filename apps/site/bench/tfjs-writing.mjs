// The network of the page of writing in TensorFlow.js: embedding 32, LSTM 128, softmax, Adam, on its WASM backend with one thread. Its
// backend has no kernel for the gradient of an embedding, without which it cannot train it; the bench of the packages has one.
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { unsortedSegmentSum } from '../../../tooling/bench/peers/unsorted-segment-sum.mjs';

const [BATCH, CONTEXT, UNITS, EMBEDDING] = [16, 100, 128, 32];
const [WARM, MEASURED] = [1, 3];

tf.registerKernel(unsortedSegmentSum);

let started;

/** Trains the network for some steps. */
export async function measure() {
  const before = tf.getBackend(); // both scripts share the engine of tfjs-core
  started ??= (async () => {
    setWasmPaths('/');
    setThreadsCount(1);
  })();
  await started;
  await tf.setBackend('wasm');
  await tf.ready();
  const text = await (await fetch('/moby-dick.txt')).text();
  const characters = [...new Set(text)];
  const ids = new Map(characters.map((character, i) => [character, i]));
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: characters.length + 4, outputDim: EMBEDDING, inputLength: CONTEXT }),
      tf.layers.lstm({ units: UNITS, returnSequences: true }),
      tf.layers.dense({ units: characters.length + 4, activation: 'softmax' }),
    ],
  });
  model.compile({ loss: 'sparseCategoricalCrossentropy', optimizer: tf.train.adam(0.01) });
  let at = 0;
  const batch = () => {
    const numbers = Array.from({ length: BATCH * CONTEXT + 1 }, (_, i) => ids.get(text[at + i]));
    at += BATCH * CONTEXT;
    return [
      tf.tensor2d(numbers.slice(0, -1), [BATCH, CONTEXT]),
      tf.tensor3d(numbers.slice(1), [BATCH, CONTEXT, 1]),
    ];
  };
  let [begin, loss] = [0, 0];
  for (let step = 0; step < WARM + MEASURED; step++) {
    if (step === WARM) begin = performance.now();
    const [x, y] = batch();
    loss = await model.trainOnBatch(x, y);
    tf.dispose([x, y]);
  }
  const ms = performance.now() - begin;
  model.dispose();
  const backend = tf.getBackend();
  if (before) await tf.setBackend(before);
  return { charactersPerSecond: (1000 * MEASURED * BATCH * CONTEXT) / ms, loss, backend };
}
