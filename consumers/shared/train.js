import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { fit, Sequential, save } from '@seqloom/train';

const ROWS = 256;
const STEPS = 40;

/** Trains a small model with everything random in it; the digest of its file is the same on every platform. */
export async function train(options = {}, wasmOptions = {}) {
  registerBackend(wasmBackend(wasmOptions));
  const backend = await selectBackend(options);
  const model = new Sequential([
    new Embedding({ inputDim: 1000, outputDim: 16, maskZero: true }),
    new LSTM({ units: 16, dropout: 0.2, recurrentDropout: 0.2 }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  const inputs = Int32Array.from({ length: ROWS * STEPS }, (_, i) => (i * 7919) % 997);
  const targets = Uint8Array.from({ length: ROWS }, (_, i) => i % 2);
  const { series } = await fit(
    model,
    { inputs: { data: inputs, shape: [ROWS, STEPS] }, targets: { data: targets, shape: [ROWS, 1] } },
    { epochs: 3, loss: 'binaryCrossentropy', optimizer: 'adam', seed: 3 },
  );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await save(model)));
  const result = {
    digest: Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    losses: series.loss,
    name: backend.name,
    threads: backend.threads,
    notes: backend.notes,
  };
  model.dispose();
  await backend.dispose();
  return result;
}
