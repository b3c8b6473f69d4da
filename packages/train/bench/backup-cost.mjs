// Times backups: trains an Embedding of 10,000 × 128, an LSTM of 32 and Adam with a backup after every step and without one, in turn.
// Prints the size of a backup, and the time that one takes, of the processor and by the clock.
//
//   pnpm --filter "@seqloom/train..." build
//   node packages/train/bench/backup-cost.mjs [--rounds 3]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { adam, backup, fit, Sequential } from '@seqloom/train';
import { backupFolder } from '@seqloom/train/node';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const [SAMPLES, TIME, WORDS] = [320, 20, 10_000];
registerBackend(wasmBackend());
await selectBackend({ threads: 1 });
const ids = Int32Array.from({ length: SAMPLES * TIME }, (_, i) => (i * 7919) % WORDS);
const data = {
  inputs: { data: ids, shape: [SAMPLES, TIME] },
  targets: { data: Uint8Array.from({ length: SAMPLES }, (_, i) => i % 2), shape: [SAMPLES, 1] },
};

/** Milliseconds of two epochs. */
async function timeWith(callbacks) {
  const model = new Sequential([
    new Embedding({ inputDim: WORDS, outputDim: 128 }),
    new LSTM({ units: 32 }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  const [begin, used] = [performance.now(), process.cpuUsage()];
  await fit(model, data, { loss: 'binaryCrossentropy', optimizer: adam(), epochs: 2, seed: 1, callbacks });
  const { user, system } = process.cpuUsage(used);
  model.dispose();
  return { clock: performance.now() - begin, processor: (user + system) / 1000 };
}

const folder = await mkdtemp(join(tmpdir(), 'seqloom-cost-'));
const store = backupFolder(folder);
let [writes, bytes] = [0, 0];
const counted = {
  ...store,
  write(name, content) {
    writes++;
    bytes = content.length;
    return store.write(name, content);
  },
};
await timeWith([]);
for (let round = 0; round < Number(values.rounds); round++) {
  const without = await timeWith([]);
  writes = 0;
  const kept = await timeWith([backup({ store: counted, everyMs: 0 })]);
  const ms = (of) => Number(((kept[of] - without[of]) / writes).toFixed(1));
  console.log(JSON.stringify({ bytes, writes, processorMs: ms('processor'), clockMs: ms('clock') }));
}
await rm(folder, { recursive: true, force: true });
