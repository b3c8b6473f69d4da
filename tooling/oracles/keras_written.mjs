// Writes models with @seqloom/keras for `keras_reads.py`: those of recorded/keras_models.zip, read here and written again, with what
// they predict here and what one more step of training makes of them here.
//   node tooling/oracles/keras_written.mjs FOLDER     (after pnpm build)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipMembers } from '../../packages/archives/dist/streams/index.js';
import { registerBackend, selectBackend } from '../../packages/backend/dist/index.js';
import { wasmBackend } from '../../packages/backend-wasm/dist/index.js';
import { loadKeras, saveKeras } from '../../packages/keras/dist/index.js';
import { predict, trainOnBatch } from '../../packages/train/dist/index.js';

const [folder] = process.argv.slice(2);
const recorded = (name) => new URL(`recorded/${name}`, import.meta.url);
const { models } = JSON.parse(readFileSync(recorded('keras_models.json'), 'utf8'));
const members = new Map(
  zipMembers(new Uint8Array(readFileSync(recorded('keras_models.zip')))).map((each) => [each.name, each]),
);

registerBackend(wasmBackend());
const backend = await selectBackend();
const asInput = ({ dtype, shape, data }) => ({
  shape,
  data: (dtype.startsWith('int') ? Int32Array : Float32Array).from(data),
});
const one = (list) => (list.length > 1 ? list : list[0]);
const plain = (outputs) => [outputs].flat().map(({ shape, data }) => ({ shape, data: Array.from(data) }));

const answers = {};
for (const [name, { inputs, targets }] of Object.entries(models)) {
  const chunks = [];
  for await (const chunk of members.get(`${name}.keras`).open()) chunks.push(chunk);
  const { model, optimizer } = await loadKeras(Buffer.concat(chunks));
  writeFileSync(join(folder, `${name}.keras`), await saveKeras(model, { optimizer }));
  const given = one(inputs.map(asInput));
  const predictions = plain(await predict(model, given));
  if (targets) {
    await trainOnBatch(
      model,
      { inputs: given, targets: one(targets.map(asInput)) },
      { optimizer, loss: 'meanSquaredError' },
    );
  }
  answers[name] = { predictions, ...(targets && { afterStep: plain(await predict(model, given)) }) };
  model.dispose();
  optimizer?.dispose();
}
writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
await backend.dispose();
