import { Attention } from '@seqloom/attention';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Conv1D, GlobalAveragePooling1D, GlobalMaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Add, Dense, Dropout, type Layer } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import { input, Model, type Network, Sequential } from '@seqloom/train';
import { expect, test } from 'vitest';
import { loadKeras, saveKeras } from '../src/index.ts';

startBackend(wasmBackend());

/** What `loadKeras` says of a model that is written first. */
async function notesOf(model: Network): Promise<readonly string[]> {
  const bytes = await saveKeras(model);
  model.dispose();
  const loaded = await loadKeras(bytes);
  loaded.model.dispose();
  return loaded.notes;
}

const embedding = (maskZero: boolean) => new Embedding({ inputDim: 9, outputDim: 4, maskZero });
const stack = (...layers: Layer[]) => new Sequential(layers).build([null, 6], { seed: 1 });
const differs = (layer: string) =>
  `${layer}: leaves out the steps that its mask skips; in Keras the mask ends before it, so that predictions for padded inputs differ.`;

test('says where a layer goes by a mask that Keras ends, once', async () => {
  const conv = () => new Conv1D({ filters: 3, kernelSize: 2, padding: 'same', name: 'conv' });
  expect(
    await notesOf(stack(embedding(true), new Dropout({ rate: 0.1 }), conv(), new GRU({ units: 2 }))),
  ).toEqual([differs('layer "conv" (Conv1D)')]);
  const top = new GlobalMaxPooling1D({ name: 'top' });
  expect(await notesOf(stack(embedding(true), new Dense({ units: 2 }), top))).toEqual([
    differs('layer "top" (GlobalMaxPooling1D)'),
  ]);
});

test('says nothing where both go by the mask, both end it, or there is none', async () => {
  const valid = new Conv1D({ filters: 3, kernelSize: 2 });
  expect(await notesOf(stack(embedding(true), valid, new GlobalMaxPooling1D()))).toEqual([]);
  expect(await notesOf(stack(embedding(true), new GlobalAveragePooling1D()))).toEqual([]);
  expect(await notesOf(stack(embedding(true), new GRU({ units: 2 }), new Dense({ units: 1 })))).toEqual([]);
  expect(await notesOf(stack(embedding(false), new GlobalMaxPooling1D()))).toEqual([]);
});

test('follows masks through branches and inner models', async () => {
  const inner = (name: string) => {
    const values = input([6, 4]);
    return new Model({
      inputs: values,
      outputs: new GlobalMaxPooling1D({ name: `${name}_top` }).apply(values),
      name,
    });
  };
  const words = input([6]);
  const [masked, whole] = [embedding(true).apply(words), embedding(false).apply(words)];
  const attended = new Attention().apply([masked, whole]);
  const outputs = [
    inner('query').apply(attended),
    inner('value').apply(new Attention().apply([whole, masked])),
    inner('sum').apply(new Add().apply([masked, whole])),
  ];
  const model = new Model({ inputs: words, outputs }).build({ seed: 1 });
  expect(await notesOf(model)).toEqual([differs('layer "query_top" (GlobalMaxPooling1D)')]);
});
