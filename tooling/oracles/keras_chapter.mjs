// Reads the models that `keras_chapter.py` wrote to FOLDER with @seqloom/keras and compares their answers with those of Keras.
//   node tooling/oracles/keras_chapter.mjs FOLDER     (after pnpm build)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerBackend, selectBackend } from '../../packages/backend/dist/index.js';
import { wasmBackend } from '../../packages/backend-wasm/dist/index.js';
import { loadKeras } from '../../packages/keras/dist/index.js';
import { predict } from '../../packages/train/dist/index.js';

const [folder] = process.argv.slice(2);
const numbers = (name, Kind) => {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return new Kind(buffer.slice(byteOffset, byteOffset + byteLength)); // a small file is a part of a larger buffer
};
const { models, ...facts } = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8'));

registerBackend(wasmBackend());
const backend = await selectBackend();
const results = {};
for (const [name, { shape, dtype, threshold }] of Object.entries(models)) {
  const { model } = await loadKeras(readFileSync(join(folder, `${name}.keras`)));
  const data = numbers(`${name}.inputs`, dtype === 'int32' ? Int32Array : Float32Array);
  const expected = numbers(`${name}.answers`, Float32Array);
  const { data: got } = await predict(model, { data, shape }, { batchSize: 500 });
  const samples = [...expected.keys()];
  const near = threshold === null ? [] : samples.filter((i) => Math.abs(expected[i] - threshold) < 1e-5);
  const different =
    threshold === null ? [] : samples.filter((i) => got[i] > threshold !== expected[i] > threshold);
  results[name] = {
    samples: samples.length,
    largestDifference: Math.max(...samples.map((i) => Math.abs(got[i] - expected[i]))),
    ...(threshold !== null && { different, near }),
  };
  console.log(name, JSON.stringify(results[name]));
  model.dispose();
}
const text = JSON.stringify({ ...facts, models: results }, null, 1);
writeFileSync(new URL('recorded/keras_chapter.json', import.meta.url), `${text}\n`);
await backend.dispose();
