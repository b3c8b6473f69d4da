import { ready } from '@seqloom/backend';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { fit, Sequential } from '@seqloom/train';
import { weightsDigest } from './weights-digest.ts';

const [TEXTS, WORDS, VOCABULARY] = [256, 40, 997];

/**
 * Trains a small LSTM with dropout for three epochs and returns the SHA-256 of its weights, in hexadecimal. It is the same on every
 * machine, runtime, number of threads, and backend that computes in float32 in a fixed order (`wasm`, `node`): a program can
 * compare it to know that it trains as every other one does.
 *
 * @throws BackendUnavailableError when no backend can run here
 * @example
 * ```ts
 * console.log(await trainDigest());
 * ```
 */
export async function trainDigest(): Promise<string> {
  await ready();
  const model = new Sequential([
    new Embedding({ inputDim: VOCABULARY, outputDim: 16, maskZero: true }),
    new LSTM({ units: 16, dropout: 0.2, recurrentDropout: 0.2 }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  try {
    const inputs = Int32Array.from({ length: TEXTS * WORDS }, (_, i) => (i * 7919) % VOCABULARY);
    const targets = Uint8Array.from({ length: TEXTS }, (_, i) => i % 2);
    await fit(
      model,
      { inputs: { data: inputs, shape: [TEXTS, WORDS] }, targets: { data: targets, shape: [TEXTS, 1] } },
      { epochs: 3, loss: 'binaryCrossentropy', optimizer: 'adam', seed: 3 },
    );
    return await weightsDigest(model);
  } finally {
    model.dispose();
  }
}
