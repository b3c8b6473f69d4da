import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, Flatten } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { type Arrays, type Network, Sequential } from '../src/index.ts';

const VOCABULARY = 20;
export const LENGTH = 6;

/** Sequences of ids; the answer is whether the first id is in the upper half. */
export function toyData(samples: number, seed = 1): Arrays {
  const random = createRandom(seed, 'toy data');
  const ids = Int32Array.from({ length: samples * LENGTH }, () => random.integer(VOCABULARY));
  const answers = Uint8Array.from({ length: samples }, (_, i) => Number(ids[i * LENGTH]! >= VOCABULARY / 2));
  return { inputs: { data: ids, shape: [samples, LENGTH] }, targets: { data: answers, shape: [samples] } };
}

/** Embedding, Flatten, Dropout, Dense: what listing 6.7 trains, with something random in it. */
export function toyModel(rate = 0.2): Sequential {
  return new Sequential([
    new Embedding({ inputDim: VOCABULARY, outputDim: 4 }),
    new Flatten(),
    new Dropout({ rate }),
    new Dense({ units: 1, activation: 'sigmoid', kernelRegularizer: { l2: 1e-4 } }),
  ]);
}

/** All weights in one list, for comparing bits. */
export async function bitsOf(model: Network): Promise<number[]> {
  return (await model.getWeights()).flatMap(({ data }) => Array.from(data));
}
