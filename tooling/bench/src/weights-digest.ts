// Trains a model with every kind of layer for some steps and prints the SHA-256 of its weights and history: equal on
// every machine, for any number of threads, under every Node. `check:nodes` compares it. Arguments: threads, default 1; backend, default wasm.
import { createHash } from 'node:crypto';
import { selectBackend } from '@seqloom/backend';
import { Conv1D, GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { adam, fit, Sequential } from '@seqloom/train';
import { registerNamed } from './register.ts';

const [SAMPLES, TIME, VOCABULARY] = [96, 20, 200];

const [threads = '1', name = 'wasm'] = process.argv.slice(2);
const backend = await selectBackend({ prefer: [registerNamed(name)], threads: Number(threads) });
const random = createRandom(7, 'digest');
const ids = Int32Array.from({ length: SAMPLES * TIME }, () => random.integer(VOCABULARY));
const labels = Float32Array.from({ length: SAMPLES }, (_, i) => ids[i * TIME]! % 2);

const model = new Sequential([
  new Embedding({ inputDim: VOCABULARY, outputDim: 24 }),
  new Conv1D({ filters: 24, kernelSize: 5, activation: 'relu', padding: 'same' }),
  new Bidirectional({ layer: new LSTM({ units: 24, returnSequences: true, dropout: 0.1 }) }),
  new GRU({ units: 20, returnSequences: true, recurrentDropout: 0.3 }),
  new SimpleRNN({ units: 16, returnSequences: true }),
  new GlobalAveragePooling1D(),
  new Dropout({ rate: 0.2 }),
  new Dense({ units: 1, activation: 'sigmoid' }),
]);
const data = {
  inputs: { data: ids, shape: [SAMPLES, TIME] },
  targets: { data: labels, shape: [SAMPLES, 1] },
};
const history = await fit(model, data, {
  epochs: 10,
  optimizer: adam({ learningRate: 0.01 }),
  loss: 'binaryCrossentropy',
  seed: 3,
});

const hash = createHash('sha256').update(JSON.stringify(history.series));
for (const { name, data: weights } of await model.getWeights()) {
  hash.update(name).update(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength));
}
console.log(
  `${hash.digest('hex')} loss ${history.series.loss!.at(-1)!.toFixed(6)} threads ${backend.threads}`,
);
model.dispose();
await backend.dispose();
